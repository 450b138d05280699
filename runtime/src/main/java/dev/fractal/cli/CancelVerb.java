package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.view.ReplyJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "cancel",
    description = "End a turn now, by default the one that runs; or the turn of one child.")
final class CancelVerb extends SessionDriveVerb {
  @Option(names = "--turn", paramLabel = "N", description = "A running or waiting turn.")
  @Nullable Integer turn;

  @Option(
      names = "--child",
      paramLabel = "ID",
      description = "A running child; its lane ends cancelled and the session goes on.")
  @Nullable String child;

  @Override
  int run(Invocation invocation) {
    if (child != null && turn != null) {
      throw CliException.usage("--turn and --child exclude each other; name one of them");
    }
    var _ = Optional.ofNullable(child).map(Arguments::session);
    return super.run(invocation);
  }

  @Override
  int ask(SessionId id, Node node, Invocation invocation) {
    if (child != null) {
      return cancelled(id, Arguments.session(child), node, invocation);
    }
    var number = turn != null ? turn : running(id, node);
    var _ = Replies.expect(TurnSettled.class, node.sessions().cancel(id, number));
    return printed(new Done(id, describe(id, node).status()), invocation);
  }

  private static int cancelled(SessionId id, SessionId child, Node node, Invocation invocation) {
    var settled = Replies.expect(TurnSettled.class, node.sessions().cancelChild(id, child));
    var status = settled.result().outcome().terminal().wire();
    return invocation.print(
        Report.ok(
            () -> ReplyJson.cancelled(id, child, settled.result()),
            () -> "child " + child + " of session " + id + " ended " + status));
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
