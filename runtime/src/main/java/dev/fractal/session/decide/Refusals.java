package dev.fractal.session.decide;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.session.state.SessionState.InTurn;

/** What commands are refused with, in words for who asked. */
public record Refusals(SessionId session) {
  Decision busy(InTurn open) {
    return refuse(
        Kind.TurnInFlight,
        "turn %d of session %s is running; wait for it or cancel it"
            .formatted(open.turn().number(), session));
  }

  /** What those hear who wait for a turn that stands still. */
  public static SessionReply suspended(SessionId session, Failure reason) {
    var message =
        "session %s is suspended: %s; resuming it tries again".formatted(session, reason.message());
    return new SessionReply.Refused(session, new Refusal(Kind.SessionSuspended, message));
  }

  /** What those hear who wait for a session that cannot go on. */
  public static SessionReply quarantined(SessionId session, Failure reason) {
    var message = "session %s is quarantined: %s".formatted(session, reason.message());
    return new SessionReply.Refused(session, new Refusal(Kind.SessionQuarantined, message));
  }

  Decision stopped() {
    return refuse(
        Kind.SessionStopped, "session %s is stopped; resuming it reopens it".formatted(session));
  }

  Decision unknownTurn(int turn) {
    return refuse(
        Kind.UnknownTurn,
        "session %s has no turn %d; its description tells how many there are"
            .formatted(session, turn));
  }

  Decision refuse(Kind kind, String message) {
    return Decision.refuse(session, kind, message);
  }
}
