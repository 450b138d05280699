package dev.fractal.toolset;

/** A toolset that a node cannot offer; the message is one sentence that names it. */
public final class ToolsetUnusable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ToolsetUnusable(String message) {
    super(message);
  }
}
