package dev.fractal.session.decide;

import dev.fractal.protocol.AskId;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.SessionReleased;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.session.work.History;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The history of sessions from lists of events. */
public record RecordedHistory(
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
  public Recorded recorded(SessionId session) {
    return Rewind.recorded(journals.apply(session), 64);
  }

  @Override
  public Optional<SessionReleased> release(SessionId session, String requestId) {
    return journals.apply(session).stream()
        .filter(SessionReleased.class::isInstance)
        .map(SessionReleased.class::cast)
        .filter(release -> release.request().requestId().equals(requestId))
        .findFirst();
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

  @Override
  public List<SessionEvent> ask(AskId ask) {
    return journals.apply(ask.session()).stream()
        .filter(event -> ask.equals(named(ask.session(), event)))
        .toList();
  }

  private static @Nullable AskId named(SessionId session, SessionEvent event) {
    return switch (event) {
      case SessionEvent.AskOpened e -> new AskId(session, e.turn(), e.step(), e.cell(), e.call());
      case SessionEvent.AskAnswered e -> new AskId(session, e.turn(), e.step(), e.cell(), e.call());
      case SessionEvent.TimerFired e -> new AskId(session, e.turn(), e.step(), e.cell(), e.call());
      default -> null;
    };
  }
}
