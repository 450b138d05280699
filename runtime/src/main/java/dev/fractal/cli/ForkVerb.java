package dev.fractal.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "fork",
    description = "Start a session from a head of another one, and run a turn in it if asked to.")
final class ForkVerb extends DeriveVerb {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "MESSAGE",
      description = "'-' reads standard input.")
  @Nullable String message;

  @Override
  Optional<String> message(Console console) {
    return Optional.ofNullable(message).map(word -> Arguments.message(word, console));
  }
}
