package dev.fractal.persistence.store;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;

/** An actor for tests that persists what it is told to and answers with its state. */
final class Recorder extends EventSourcedBehavior<Recorder.Command, SessionEvent, Tally> {
  private static final long SNAPSHOT_AT = 10;

  /** What it understands. */
  record Command(List<SessionEvent> events, ActorRef<Tally> replyTo) {}

  Recorder(SessionId session) {
    super(PersistenceId.of("Session", session.value()));
  }

  @Override
  public Tally emptyState() {
    return new Tally.Empty();
  }

  @Override
  public CommandHandler<Command, SessionEvent, Tally> commandHandler() {
    return (state, command) ->
        Effect().persist(command.events()).thenReply(command.replyTo(), after -> after);
  }

  @Override
  public EventHandler<Tally, SessionEvent> eventHandler() {
    return Tally::with;
  }

  @Override
  public boolean shouldSnapshot(Tally state, SessionEvent event, long sequence) {
    return sequence == SNAPSHOT_AT;
  }
}
