package dev.fractal.session;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.session.SessionState.InTurn;

/** What commands are refused with, in words for who asked. */
record Refusals(SessionId session) {
  Decision busy(InTurn open) {
    return refuse(
        Kind.TurnInFlight,
        "turn %d of session %s is running; wait for it or cancel it"
            .formatted(open.turn().number(), session));
  }

  /** What those hear who wait for a turn that stands still. */
  static SessionReply suspended(SessionId session, Failure reason) {
    var message =
        "session %s is suspended: %s; `fractal resume %s` goes on with it"
            .formatted(session, reason.message(), session);
    return new SessionReply.Refused(session, new Refusal(Kind.SessionSuspended, message));
  }

  /** What those hear who wait for a session that cannot go on. */
  static SessionReply quarantined(SessionId session, Failure reason) {
    var message = "session %s is quarantined: %s".formatted(session, reason.message());
    return new SessionReply.Refused(session, new Refusal(Kind.SessionQuarantined, message));
  }

  Decision stopped() {
    return refuse(
        Kind.SessionStopped,
        "session %s is stopped; `fractal resume %s` reopens it".formatted(session, session));
  }

  Decision unknownTurn(int turn) {
    return refuse(
        Kind.UnknownTurn,
        "session %s has no turn %d; `fractal show %s` tells how many there are"
            .formatted(session, turn, session));
  }

  Decision refuse(Kind kind, String message) {
    return Decision.refuse(session, kind, message);
  }
}
