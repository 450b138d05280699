package dev.fractal.protocol;

/**
 * What a turn or a session spent: the usage of the replies that arrived, how many those were, and
 * how many requests were sent whose spend nobody knows (lost to a crash, a dropped connection or a
 * deadline).
 *
 * @param replies model replies received, zero or more
 * @param lost requests sent without a reply, zero or more
 */
public record Spend(Usage usage, int replies, int lost) {
  public static final Spend NONE = new Spend(Usage.ZERO, 0, 0);

  public Spend reply(Usage used) {
    return new Spend(usage.plus(used), replies + 1, lost);
  }

  public Spend lose(int requests) {
    return new Spend(usage, replies, lost + requests);
  }

  public Spend plus(Spend other) {
    return new Spend(usage.plus(other.usage), replies + other.replies, lost + other.lost);
  }

  /** The usage with the lost requests counted in: unknown as soon as one was lost. */
  public Usage total() {
    return lost == 0 ? usage : Usage.UNKNOWN;
  }
}
