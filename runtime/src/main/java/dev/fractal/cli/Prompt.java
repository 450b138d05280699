package dev.fractal.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a talk's lines come from. */
interface Prompt extends AutoCloseable {
  /** The next line without blanks around it; empty at the end. */
  Optional<String> next();

  @Override
  void close();

  /** A line editor for a person, plain lines for a program. */
  static Prompt open(Invocation invocation) {
    var console = invocation.env().console();
    return console.terminals().in() && console.terminals().err() && !invocation.json()
        ? new EditedPrompt()
        : lines(console);
  }

  private static Prompt lines(Console console) {
    var reader = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
    return new Prompt() {
      @Override
      public Optional<String> next() {
        try {
          return Optional.ofNullable(reader.readLine()).map(String::strip);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public void close() {
        // Standard input is not ours to close.
      }
    };
  }
}
