package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.SessionId;
import picocli.CommandLine.Command;

@Command(name = "compact", description = "Shorten a session's transcript to a digest.")
final class CompactVerb extends SessionDriveVerb {
  @Override
  int ask(SessionId id, Node node, Invocation invocation) {
    return done(node.sessions().compact(id), invocation);
  }
}
