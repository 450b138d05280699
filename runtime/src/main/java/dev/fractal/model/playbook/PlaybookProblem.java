package dev.fractal.model.playbook;

/** What is wrong with a playbook, and on which line; becomes a sentence with the file's name. */
final class PlaybookProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;
  private final String what;

  PlaybookProblem(int line, String message) {
    super(message);
    this.line = line;
    this.what = message;
  }

  String what() {
    return what;
  }

  int line() {
    return line;
  }
}
