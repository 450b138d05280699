package dev.fractal.session;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** The history of sessions from lists of events. */
record RecordedHistory(
    Function<SessionId, List<SessionEvent>> journals, Consumer<SessionId> removal)
    implements History {
  @Override
  public Optional<Continuation> continuation(SessionId session, HeadId head) {
    return Rewind.to(head, journals.apply(session));
  }

  @Override
  public Source source(SessionId session, Optional<HeadId> head) {
    return Rewind.source(head, journals.apply(session));
  }

  @Override
  public void remove(SessionId session) {
    removal.accept(session);
  }

  @Override
  public Optional<TurnResult> result(SessionId session, int turn) {
    return journals.apply(session).stream()
        .filter(event -> event instanceof TurnEnded end && end.turn() == turn)
        .map(TurnEnded.class::cast)
        .map(
            end ->
                new TurnResult(
                    session,
                    turn,
                    end.outcome(),
                    end.steps(),
                    end.spend(),
                    end.tree(),
                    Optional.empty()))
        .findFirst();
  }
}
