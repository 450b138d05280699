package dev.fractal.cli;

import java.io.InputStream;
import java.io.PrintStream;

/** Standard input and output, each with whether a person sits at it. */
public record Console(InputStream in, PrintStream out, PrintStream err, Terminals terminals) {
  /**
   * Which of the three streams are terminals.
   *
   * @param columns width of the terminal in characters
   */
  public record Terminals(boolean in, boolean out, boolean err, int columns) {
    public static final Terminals NONE = new Terminals(false, false, false, 80);
  }
}
