package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.SessionId;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "purge",
    description = "Remove a session that does nothing, for good; sessions derived from it stay.")
final class PurgeVerb extends SessionDriveVerb {
  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Override
  int run(Invocation invocation) {
    if (!yes && !confirmed(invocation)) {
      throw CliException.usage(
          "session '" + session + "' was not removed; purge takes --yes, or a yes at the prompt");
    }
    return super.run(invocation);
  }

  @Override
  int ask(SessionId id, Node node, Invocation invocation) {
    return done(node.sessions().purge(id), invocation);
  }

  private boolean confirmed(Invocation invocation) {
    var id = Arguments.session(session);
    var terminals = invocation.env().console().terminals();
    if (!terminals.in() || !terminals.err() || invocation.json()) {
      return false;
    }
    invocation.say("remove session " + id + " for good? type yes");
    try (var prompt = Prompt.open(invocation)) {
      return prompt.next().equals(Optional.of("yes"));
    }
  }
}
