package dev.fractal.bench;

import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/**
 * The least that a durable step can be: persists one event of 400 bytes per command, and sends
 * itself the next command when it is stored.
 */
final class FloorActor extends EventSourcedBehavior<FloorActor.Command, byte[], Long> {
  private static final int BYTES = 400;

  private final ActorRef<Command> self;
  private final LongAdder written;

  FloorActor(String name, ActorRef<Command> self, LongAdder written) {
    super(PersistenceId.of("Floor", name));
    this.self = self;
    this.written = written;
  }

  enum Command {
    WRITE,
    STOP
  }

  @Override
  public Long emptyState() {
    return 0L;
  }

  @Override
  public CommandHandler<Command, byte[], Long> commandHandler() {
    return (_, command) -> onCommand(command);
  }

  private Effect<byte[], Long> onCommand(Command command) {
    return switch (command) {
      case WRITE -> Effect().persist(new byte[BYTES]).thenRun((Long _) -> stored());
      case STOP -> Effect().stop();
    };
  }

  private void stored() {
    written.increment();
    self.tell(Command.WRITE);
  }

  @Override
  public EventHandler<Long, byte[]> eventHandler() {
    return (count, _) -> count + 1;
  }
}
