package dev.fractal.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.cli.Console;

/** Where a benchmark prints: its report to standard output, what it does now to standard error. */
record Screen(Console console, boolean json) {

  /** Says what is done now. */
  void note(String line) {
    console.err().println(line);
    console.err().flush();
  }

  /** Prints the report: exactly one document, or text. */
  int print(BenchReport report) {
    console.out().print(json ? document(report) + System.lineSeparator() : report.text());
    console.out().flush();
    return 0;
  }

  private static String document(BenchReport report) {
    try {
      return JsonMapper.builder().build().writeValueAsString(report);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report is always writable", e);
    }
  }
}
