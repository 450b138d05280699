package dev.fractal.bench;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** An actor that tells of another one's end. */
final class Watch {
  private Watch() {}

  static Behavior<Void> of(ActorRef<?> watched, Runnable ended) {
    return Behaviors.setup(
        context -> {
          context.watch(watched);
          return Behaviors.receive(Void.class)
              .onSignal(
                  Terminated.class,
                  _ -> {
                    ended.run();
                    return Behaviors.stopped();
                  })
              .build();
        });
  }
}
