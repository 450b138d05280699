package dev.fractal.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.view.Inert;
import java.io.PrintStream;

/**
 * One run of one verb: where it runs, and the only place that prints.
 *
 * @param remote whether a node that runs elsewhere does the work
 */
record Invocation(CliEnvironment env, boolean json, boolean remote) {
  Invocation(CliEnvironment env, boolean json) {
    this(env, json, false);
  }

  /** How standard output looks. */
  Style style() {
    return Style.of(env.console().terminals().out(), env);
  }

  /** How standard error looks. */
  Style notes() {
    return Style.of(env.console().terminals().err(), env);
  }

  /** Prints a report: exactly one JSON document, or text. */
  int print(Report report) {
    var out = env.console().out();
    if (json) {
      document(report.json().get());
    } else {
      var text = report.text().get();
      out.print(text);
      if (!text.isEmpty() && !text.endsWith("\n")) {
        out.println();
      }
    }
    out.flush();
    return report.exit();
  }

  /** Says something on standard error, unless a document was asked for. */
  void note(String line) {
    if (!json) {
      say(line);
    }
  }

  /** Says something on standard error. */
  void say(String line) {
    PrintStream err = env.console().err();
    err.println(line);
    err.flush();
  }

  /** A JSON value as people read it. */
  static String pretty(JsonNode node) {
    try {
      return new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree is always writable", e);
    }
  }

  private void document(JsonNode node) {
    var text = env.console().terminals().out() ? pretty(node) : node.toString();
    env.console().out().println(Inert.json(text));
  }
}
