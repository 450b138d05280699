package dev.fractal.model.playbook;

/** A text that can be looked at so many times, then it throws: expressions may never end. */
final class MeteredText implements CharSequence {
  private static final long LEAST = 2_000_000;
  private static final long LOOKS_PER_CHARACTER = 100;
  private static final long MOST = 200_000_000;

  private final String text;
  private long left;

  /** It was looked at too often. */
  static final class TooManyLooks extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooManyLooks() {
      super("too many looks", null, false, false);
    }
  }

  MeteredText(String text) {
    this.text = text;
    this.left = Math.min(MOST, LEAST + LOOKS_PER_CHARACTER * text.length());
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (--left < 0) {
      throw new TooManyLooks();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text;
  }
}
