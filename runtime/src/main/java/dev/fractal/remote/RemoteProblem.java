package dev.fractal.remote;

/** What a node did not do, or that it cannot be reached, in one sentence. */
public final class RemoteProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String kind;

  RemoteProblem(String kind, String sentence) {
    super(sentence);
    this.kind = kind;
  }

  /** Stable, in CamelCase, as the node's problems have it. */
  public String kind() {
    return kind;
  }
}
