package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "cancel", description = "End a turn now; by default the one that runs.")
final class CancelVerb extends SessionDriveVerb {
  @Option(names = "--turn", paramLabel = "N", description = "A running or waiting turn.")
  @Nullable Integer turn;

  @Override
  int ask(SessionId id, Node node, Invocation invocation) {
    var number = turn != null ? turn : running(id, node);
    return done(node.sessions().cancel(id, number), invocation);
  }

  private static int running(SessionId id, Node node) {
    return openTurn(id, node)
        .orElseThrow(
            () ->
                CliException.of(
                    new Refusal(
                        Refusal.Kind.UnknownTurn,
                        "no turn of session '" + id + "' runs; there is nothing to cancel")));
  }
}
