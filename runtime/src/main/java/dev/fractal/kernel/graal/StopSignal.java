package dev.fractal.kernel.graal;

/**
 * Ends a cell from inside a host function. Guest code cannot catch it: the interpreter's {@code
 * try} nodes, promise jobs and iterator closing see only Truffle exceptions, polyglot passes a
 * thread death through unwrapped, and the job queue is cleared on its way out.
 */
@SuppressWarnings("removal")
final class StopSignal extends ThreadDeath {
  private static final long serialVersionUID = 1L;

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
