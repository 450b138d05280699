package dev.fractal.kernel.guest;

/** What the parser made of a cell. */
sealed interface Compilation {
  /** It can be evaluated. */
  record Compiled(CompiledCell cell) implements Compilation {}

  /** It cannot: one sentence with line and column. */
  record Refused(String error) implements Compilation {}
}
