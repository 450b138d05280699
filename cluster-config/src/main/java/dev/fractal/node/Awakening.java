package dev.fractal.node;

import dev.fractal.client.Sessions;
import dev.fractal.protocol.SessionId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Wakes sessions in order at a bounded rate, by asking how they are. A session that does not answer
 * is asked again.
 */
final class Awakening extends AbstractBehavior<Awakening.Message> {
  private static final Duration BEAT = Duration.ofMillis(100);
  private static final int BEATS_PER_SECOND = 10;

  private final Sessions sessions;
  private final Deque<SessionId> asleep;
  private final int perBeat;
  private final CompletableFuture<Integer> done;
  private final int all;
  private int answered;

  private Awakening(
      ActorContext<Message> context,
      Sessions sessions,
      List<SessionId> asleep,
      int perSecond,
      CompletableFuture<Integer> done) {
    super(context);
    this.sessions = sessions;
    this.asleep = new ArrayDeque<>(asleep);
    this.perBeat = Math.ceilDiv(perSecond, BEATS_PER_SECOND);
    this.done = done;
    this.all = asleep.size();
  }

  /** What it is told. */
  sealed interface Message {
    record Beat() implements Message {}

    record Awake() implements Message {}

    record Silent(SessionId session) implements Message {}
  }

  /** Completes with their number when all have answered. */
  static CompletionStage<Integer> start(
      ActorSystem<?> system, Sessions sessions, List<SessionId> asleep, int perSecond) {
    var done = new CompletableFuture<Integer>();
    if (asleep.isEmpty()) {
      done.complete(0);
    } else {
      system.systemActorOf(behavior(sessions, asleep, perSecond, done), "awakening", Props.empty());
    }
    return done;
  }

  private static Behavior<Message> behavior(
      Sessions sessions, List<SessionId> asleep, int perSecond, CompletableFuture<Integer> done) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers -> {
                  timers.startTimerWithFixedDelay(new Message.Beat(), Duration.ZERO, BEAT);
                  return new Awakening(context, sessions, asleep, perSecond, done);
                }));
  }

  @Override
  public Receive<Message> createReceive() {
    return newReceiveBuilder().onAnyMessage(this::onMessage).build();
  }

  private Behavior<Message> onMessage(Message message) {
    switch (message) {
      case Message.Beat _ -> wakeSome();
      case Message.Silent(var session) -> asleep.addLast(session);
      case Message.Awake _ -> answered++;
    }
    if (answered < all) {
      return this;
    }
    done.complete(all);
    return Behaviors.stopped();
  }

  private void wakeSome() {
    for (int i = 0; i < perBeat && !asleep.isEmpty(); i++) {
      var session = asleep.removeFirst();
      getContext()
          .pipeToSelf(
              sessions.describe(session),
              (_, problem) -> problem == null ? new Message.Awake() : new Message.Silent(session));
    }
  }
}
