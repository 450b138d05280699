package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.SessionId;
import picocli.CommandLine.Command;

@Command(
    name = "pause",
    description = "Hold a session until it is resumed; a running step is finished first.")
final class PauseVerb extends SessionDriveVerb {
  @Override
  int ask(SessionId id, Node node, Invocation invocation) {
    return done(node.sessions().pause(id), invocation);
  }
}
