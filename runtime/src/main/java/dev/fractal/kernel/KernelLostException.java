package dev.fractal.kernel;

/**
 * The process that held a kernel is gone, and the kernel with it; nothing is known to be wrong with
 * the session. The caller rebuilds it elsewhere.
 */
public final class KernelLostException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean suspect;

  /**
   * What ended, in one sentence.
   *
   * @param suspect whether this session's cell was one of several that may have ended it
   */
  public KernelLostException(String message, boolean suspect) {
    super(message);
    this.suspect = suspect;
  }

  /** Whether the next try belongs into {@link Opening.Room#APART}. */
  public boolean isSuspect() {
    return suspect;
  }
}
