package dev.fractal.protocol.budget;

/** What a budget counts, with the words for people. */
public enum Dimension {
  USD("US dollars"),
  TOKENS("tokens"),
  CALLS("model calls"),
  SESSIONS("sessions"),
  DEPTH("levels of depth"),
  DEADLINE("time");

  private final String words;

  Dimension(String words) {
    this.words = words;
  }

  public String words() {
    return words;
  }

  /** Whether it is granted and spent, so that there can be more of it. */
  public boolean isConserved() {
    return this != DEPTH && this != DEADLINE;
  }
}
