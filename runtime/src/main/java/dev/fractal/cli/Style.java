package dev.fractal.cli;

import dev.fractal.view.Inert;

/** How text looks on one stream: colours and harmless control characters on a terminal only. */
record Style(boolean terminal, boolean colour) {
  static Style of(boolean terminal, CliEnvironment env) {
    var refused =
        !env.variables().getOrDefault("NO_COLOR", "").isEmpty()
            || env.variables().getOrDefault("TERM", "").equals("dumb");
    return new Style(terminal, terminal && !refused);
  }

  String text(String text) {
    return terminal ? Inert.text(text) : text;
  }

  /** Text of a page for people: in a pipe too, which may end at a terminal. */
  String page(String text) {
    return Inert.text(text);
  }

  String line(String text) {
    return Inert.line(text);
  }

  String bold(String text) {
    return paint("1", text);
  }

  String dim(String text) {
    return paint("2", text);
  }

  String red(String text) {
    return paint("31", text);
  }

  String green(String text) {
    return paint("32", text);
  }

  private String paint(String code, String text) {
    return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
