package dev.fractal.toolset;

/** A tool did not do what it was asked; the message is one sentence for the cell. */
public final class ToolFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ToolFailure(String message) {
    super(message);
  }
}
