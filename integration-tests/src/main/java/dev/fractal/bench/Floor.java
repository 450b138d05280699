package dev.fractal.bench;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The bare journal under so many actors. */
final class Floor implements Subject {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LongAdder written = new LongAdder();
  private final CountDownLatch stopped;
  private final List<ActorRef<FloorActor.Command>> actors;

  Floor(ActorSystem<Void> system, int actors) {
    this.stopped = new CountDownLatch(actors);
    this.actors = IntStream.range(0, actors).mapToObj(_ -> start(system)).toList();
    this.actors.forEach(actor -> actor.tell(FloorActor.Command.WRITE));
  }

  private ActorRef<FloorActor.Command> start(ActorSystem<Void> system) {
    var name = UUID.randomUUID().toString();
    var actor =
        system.<FloorActor.Command>systemActorOf(
            Behaviors.setup(context -> new FloorActor(name, context.getSelf(), written)),
            "floor-" + name,
            Props.empty());
    system.systemActorOf(Watch.of(actor, stopped::countDown), "watch-" + name, Props.empty());
    return actor;
  }

  @Override
  public long steps() {
    return written.sum();
  }

  @Override
  public void close() {
    actors.forEach(actor -> actor.tell(FloorActor.Command.STOP));
    try {
      if (!stopped.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new BenchException("the floor's actors did not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("the benchmark was interrupted", e);
    }
  }
}
