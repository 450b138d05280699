package dev.fractal.session;

import dev.fractal.protocol.SessionId;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.HandOver;
import dev.fractal.session.decide.SessionMessage.Judged;
import dev.fractal.session.work.SessionServices;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;

/** A session until it is known whether it may wake; what it is asked meanwhile waits. */
record WakingSession(
    SessionId session,
    SessionServices services,
    Placement placement,
    Behavior<SessionMessage> awake) {
  private static final int MOST_WAITING = 1_000;

  Behavior<SessionMessage> behavior() {
    var verdict = services.wakening().begin(session);
    return verdict.isDone()
        ? judged(verdict.join())
        : Behaviors.setup(
            context -> {
              context.pipeToSelf(verdict, (barred, _) -> new Judged(barred));
              return Behaviors.withStash(MOST_WAITING, this::waiting);
            });
  }

  private Behavior<SessionMessage> waiting(StashBuffer<SessionMessage> stash) {
    return Behaviors.receive(SessionMessage.class)
        .onMessage(Judged.class, message -> stash.unstashAll(judged(message.barred())))
        .onMessage(HandOver.class, _ -> Behaviors.stopped())
        .onAnyMessage(
            message -> {
              stash.stash(message);
              return Behaviors.same();
            })
        .onSignal(
            PostStop.class,
            _ -> {
              services.wakening().over(session);
              return Behaviors.same();
            })
        .build();
  }

  private Behavior<SessionMessage> judged(Optional<String> barred) {
    return barred.isPresent()
        ? new BarredSession(session, barred.get(), services, placement, awake).behavior()
        : awake;
  }
}
