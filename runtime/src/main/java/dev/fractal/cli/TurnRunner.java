package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.Refused;
import dev.fractal.protocol.command.SessionReply.ReleasePending;
import dev.fractal.protocol.command.SessionReply.Released;
import dev.fractal.protocol.command.SessionReply.Scheduled;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.command.SessionReply.TurnPending;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.command.TurnResult;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;

/** Runs turns to their end while a person watches and may press Ctrl-C. */
final class TurnRunner {
  /** How often it is looked whether a turn waits for people. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Node node;
  private final Invocation invocation;
  private final CliSettings settings;

  TurnRunner(Node node, Invocation invocation, CliSettings settings) {
    this.node = node;
    this.invocation = invocation;
    this.settings = settings;
  }

  /** How watching a turn came to an end. */
  sealed interface Watched {}

  /** A turn's result, and whether Ctrl-C ended it. */
  record Ended(TurnResult result, boolean interrupted) implements Watched {}

  /** The turn waits for people only. */
  record Asked(SessionId session, int turn, List<AskNote> asks) implements Watched {}

  /** Asks for a turn and waits for its end. */
  Watched run(SessionId session, TurnRequest request, IfBusy ifBusy) {
    return attended(
        session,
        () ->
            Replies.expect(TurnAccepted.class, node.sessions().submit(session, request, ifBusy))
                .turn());
  }

  /** Waits for the end of an accepted turn. */
  Watched await(SessionId session, int turn) {
    return attended(session, () -> turn);
  }

  private Watched attended(SessionId session, IntSupplier accept) {
    var interruption = new Interruption(turn -> node.sessions().cancel(session, turn));
    try (var _ = invocation.env().interrupts().onInterrupt(interruption::request);
        var _ = ProgressLine.follow(node, session, invocation, settings)) {
      var turn = accept.getAsInt();
      interruption.accepted(turn);
      return watched(session, turn, interruption);
    }
  }

  private Watched watched(SessionId session, int turn, Interruption interruption) {
    var piece = settings.patience().compareTo(LOOK) < 0 ? settings.patience() : LOOK;
    while (true) {
      switch (Replies.await(node.sessions().await(session, turn, piece))) {
        case TurnSettled(_, var result) -> {
          return new Ended(result, interruption.requested());
        }
        case TurnPending(_, _, _, var asks) -> {
          if (!asks.isEmpty() && !interruption.requested()) {
            return new Asked(session, turn, asks);
          }
        }
        case TurnAccepted _,
            Done _,
            Described _,
            Scheduled _,
            Released _,
            ReleasePending _,
            Refused _ ->
            throw new IllegalStateException("a turn's end is settled or pending");
      }
    }
  }
}
