package dev.fractal.session;

import dev.fractal.protocol.SessionId;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.HandOver;
import dev.fractal.session.decide.SessionMessage.HandOverTimedOut;
import dev.fractal.session.decide.SessionMessage.Unrecoverable;
import dev.fractal.session.work.SessionServices;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in front of a session's actor and acts when it cannot itself, because it is recovering or
 * waits to be tried again: ends a hand-over that takes too long, and puts a barred session in the
 * place of one that cannot be recovered.
 */
final class SessionGuard extends BehaviorInterceptor<SessionMessage, SessionMessage> {
  private static final Logger LOG = LoggerFactory.getLogger(SessionGuard.class);

  private final SessionId session;
  private final SessionServices services;
  private final Placement placement;
  private final Behavior<SessionMessage> awake;

  SessionGuard(
      SessionId session,
      SessionServices services,
      Placement placement,
      Behavior<SessionMessage> awake) {
    super(SessionMessage.class);
    this.awake = awake;
    this.session = session;
    this.services = services;
    this.placement = placement;
  }

  @Override
  public Behavior<SessionMessage> aroundReceive(
      TypedActorContext<SessionMessage> context,
      SessionMessage message,
      ReceiveTarget<SessionMessage> actor) {
    if (message instanceof HandOverTimedOut) {
      LOG.info("session {} was handed over with work in flight, which is repeated", session);
      return Behaviors.stopped();
    }
    if (message instanceof Unrecoverable(String reason)) {
      LOG.error("session {} is quarantined: {}", session, reason);
      services.meter().barred();
      services.wakening().bar(session, reason);
      return new BarredSession(session, reason, services, placement, awake).behavior();
    }
    if (message instanceof HandOver) {
      var own = context.asJava();
      var most = services.workplace().patience().handOver();
      own.scheduleOnce(most, own.getSelf(), new HandOverTimedOut());
    }
    return actor.apply(context, message);
  }
}
