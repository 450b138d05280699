package dev.fractal.protocol;

/**
 * Limits of a session's children.
 *
 * @param maxDepth generations below the root, 0 or more
 * @param parallelChildren children of one session that may run at once, 1 or more
 */
public record TreeLimits(int maxDepth, int parallelChildren) {
  public TreeLimits {
    if (maxDepth < 0 || parallelChildren < 1) {
      throw new IllegalArgumentException(
          "the limit on depth is 0 or more, the limit on parallel children 1 or more");
    }
  }
}
