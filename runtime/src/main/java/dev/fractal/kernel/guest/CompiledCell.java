package dev.fractal.kernel.guest;

import java.util.List;

/**
 * A cell as the guest evaluates it.
 *
 * @param text rewritten source
 * @param pieces where the parts of {@code text} that were copied come from, in order
 * @param wrapped true if the text is an async function's call
 * @param value true if the cell ends with an expression
 */
record CompiledCell(
    String source, String text, List<Piece> pieces, boolean wrapped, boolean value, Facts facts) {

  /** {@code length} units of the source from {@code from}, at {@code to} of the text. */
  record Piece(int from, int to, int length) {}

  /**
   * JSON arrays for the preludes.
   *
   * @param declared the top-level names
   * @param functions what the parser says about its functions
   */
  record Facts(String declared, String functions) {}

  /** Says where a position of the text (line and column from 1) stands in the cell. */
  String position(int line, int column) {
    int at = original(offset(line, column));
    int start = source.lastIndexOf('\n', Math.max(0, at - 1)) + 1;
    if (at == 0) {
      start = 0;
    }
    long lines = source.substring(0, start).chars().filter(c -> c == '\n').count();
    return "(line " + (lines + 1) + ", column " + (at - start + 1) + ")";
  }

  private int offset(int line, int column) {
    int at = 0;
    for (int i = 1; i < line; i++) {
      int next = text.indexOf('\n', at);
      if (next < 0) {
        return text.length();
      }
      at = next + 1;
    }
    return at + column - 1;
  }

  private int original(int offset) {
    int best = 0;
    for (Piece piece : pieces) {
      if (offset >= piece.to() && offset < piece.to() + piece.length()) {
        return piece.from() + offset - piece.to();
      }
      if (piece.to() <= offset) {
        best = piece.from() + piece.length();
      }
    }
    return Math.min(best, source.length());
  }
}
