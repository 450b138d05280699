package dev.fractal.cli;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "attach",
    description = "Ask something of a session's state without changing it: fork, and run a turn.")
final class AttachVerb extends DeriveVerb {
  @Parameters(index = "1", paramLabel = "MESSAGE", description = "'-' reads standard input.")
  String message = "";

  @Override
  Optional<String> message(Console console) {
    return Optional.of(Arguments.message(message, console));
  }
}
