package dev.fractal.protocol;

/**
 * The model specs of a session by role, each {@code playbook:FILE}, {@code openai:NAME} and so on.
 */
public record ModelChoice(String root, String child, String leaf) {
  public static ModelChoice all(String spec) {
    return new ModelChoice(spec, spec, spec);
  }
}
