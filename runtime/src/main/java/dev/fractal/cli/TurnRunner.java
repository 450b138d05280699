package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.Refused;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.command.SessionReply.TurnPending;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.command.TurnResult;
import java.util.function.IntSupplier;

/** Runs turns to their end while a person watches and may press Ctrl-C. */
final class TurnRunner {
  private final Node node;
  private final Invocation invocation;
  private final CliSettings settings;

  TurnRunner(Node node, Invocation invocation, CliSettings settings) {
    this.node = node;
    this.invocation = invocation;
    this.settings = settings;
  }

  /** A turn's result, and whether Ctrl-C ended it. */
  record Ended(TurnResult result, boolean interrupted) {}

  /** Asks for a turn and waits for its end. */
  Ended run(SessionId session, TurnRequest request, IfBusy ifBusy) {
    return attended(
        session,
        () ->
            Replies.expect(TurnAccepted.class, node.sessions().submit(session, request, ifBusy))
                .turn());
  }

  /** Waits for the end of an accepted turn. */
  Ended await(SessionId session, int turn) {
    return attended(session, () -> turn);
  }

  private Ended attended(SessionId session, IntSupplier accept) {
    var interruption = new Interruption(turn -> node.sessions().cancel(session, turn));
    try (var _ = invocation.env().interrupts().onInterrupt(interruption::request);
        var _ = ProgressLine.follow(node, session, invocation, settings)) {
      var turn = accept.getAsInt();
      interruption.accepted(turn);
      return new Ended(settled(session, turn), interruption.requested());
    }
  }

  private TurnResult settled(SessionId session, int turn) {
    while (true) {
      switch (Replies.await(node.sessions().await(session, turn, settings.patience()))) {
        case TurnSettled(_, var result) -> {
          return result;
        }
        case TurnPending _ -> {}
        case TurnAccepted _, Done _, Described _, Refused _ ->
            throw new IllegalStateException("a turn's end is settled or pending");
      }
    }
  }
}
