package dev.fractal.session;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply.Refused;
import dev.fractal.session.SessionMessage.Asked;
import dev.fractal.session.SessionMessage.HandOver;
import dev.fractal.session.SessionMessage.SessionIdle;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * In the place of a session that must not or cannot be recovered: refuses every command with the
 * reason, and goes to sleep after a while.
 */
final class BarredSession {
  private BarredSession() {}

  static Behavior<SessionMessage> behavior(
      SessionId session, String reason, SessionServices services, Placement placement) {
    var sentence =
        "session %s is quarantined: %s; see \"Barred sessions\" in docs/ARCHITECTURE.md"
            .formatted(session, reason);
    var refused = new Refused(session, new Refusal(Refusal.Kind.SessionQuarantined, sentence));
    return Behaviors.setup(
        context -> {
          var idle = services.workplace().patience().session();
          context.scheduleOnce(idle, context.getSelf(), new SessionIdle());
          return Behaviors.receive(SessionMessage.class)
              .onMessage(
                  Asked.class,
                  asked -> {
                    asked.command().replyTo().tell(refused);
                    return Behaviors.same();
                  })
              .onMessage(HandOver.class, _ -> Behaviors.stopped())
              .onMessage(
                  SessionIdle.class,
                  _ -> {
                    placement.sleep(context.getSelf().unsafeUpcast());
                    return Behaviors.same();
                  })
              .build();
        });
  }
}
