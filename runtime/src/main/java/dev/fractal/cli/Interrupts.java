package dev.fractal.cli;

/** Ctrl-C as an event. */
public interface Interrupts {
  /**
   * Takes the next Ctrl-C; a second one before the handle is closed ends the process at once.
   *
   * @param action called on any thread, must not block
   */
  Handle onInterrupt(Runnable action);

  /** The same for Ctrl-C and for what an operating system sends to end a process (SIGTERM). */
  default Handle onStop(Runnable action) {
    return onInterrupt(action);
  }

  /** Closing it gives Ctrl-C back to whoever had it before. */
  interface Handle extends AutoCloseable {
    @Override
    void close();
  }

  /** Leaves Ctrl-C to the Java runtime. */
  static Interrupts none() {
    return _ -> () -> {};
  }
}
