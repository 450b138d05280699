package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.SessionId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "stop", description = "Stop a session; a running turn ends at its next step.")
final class StopVerb extends SessionDriveVerb {
  @Option(names = "--wait", description = "Answer only when it has stopped.")
  boolean untilStopped;

  @Override
  int ask(SessionId id, Node node, Invocation invocation) {
    return done(node.sessions().stop(id, untilStopped), invocation);
  }
}
