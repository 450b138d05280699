package dev.fractal.session.state;

import static dev.fractal.session.decide.Given.given;
import static dev.fractal.session.decide.Samples.completed;
import static dev.fractal.session.decide.Samples.evaluated;
import static dev.fractal.session.decide.Samples.opened;
import static dev.fractal.session.decide.Samples.outcome;
import static dev.fractal.session.decide.Samples.queued;
import static dev.fractal.session.decide.Samples.replied;
import static dev.fractal.session.decide.Samples.requested;
import static dev.fractal.session.decide.Samples.saved;
import static dev.fractal.session.decide.Samples.started;
import static dev.fractal.session.decide.Samples.stepDone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.persistence.journal.SnapshotCodec;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.session.decide.CommandDecider;
import dev.fractal.session.decide.Given;
import dev.fractal.session.decide.Rewind;
import dev.fractal.session.decide.Samples;
import dev.fractal.session.decide.SessionMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A snapshot gives back the state that it was made of, in every phase. */
final class SnapshotRoundTripTest {
  private static final SnapshotCodec<SessionState> CODEC = new SnapshotCodec<>(SessionState.class);

  static Stream<SessionState> phases() {
    return Stream.of(
        SessionState.absent(),
        given(started()).state(),
        history().state(),
        history().and(queued(3)).state(),
        stopped().state(),
        history().and(withEverything(3)).state(),
        history().and(opened(3), replied(3, 1)).state(),
        history().and(opened(3), replied(3, 1), evaluated(3, 1), queued(4)).state(),
        history().and(opened(3), replied(3, 1), requested(3, 1, 3), completed(3, 1, 1)).state(),
        history().and(opened(3), replied(3, 1), requested(3, 1, 1), completed(3, 1, 0)).state(),
        history().and(opened(3), new SessionEvent.StopRequested(Samples.T0)).state(),
        history().and(opened(3), opened(4)).state(),
        history().and(new SessionEvent.SessionPaused(Samples.T0), queued(3)).state(),
        history().and(opened(3), new SessionEvent.SessionPaused(Samples.T0)).state(),
        derived(),
        history()
            .and(
                opened(3),
                replied(3, 1),
                new SessionEvent.SessionQuarantined(
                    new Failure("ReplDiverged", "x differs"), Samples.T0))
            .state(),
        history().and(new SessionEvent.SessionPurged(Samples.ID, Samples.T0)).state(),
        given(opened(1)).state());
  }

  private static Given history() {
    var given = given(started(), opened(1), replied(1, 1), evaluated(1, 1), replied(1, 2));
    given.when(stepDone(1, 2, 0, outcome(1, 2, Optional.of("1"))));
    given.and(opened(2), replied(2, 1), evaluated(2, 1), saved(2, 1), replied(2, 2));
    given.whenCancelled(2);
    return given;
  }

  private static Given stopped() {
    var given = history();
    given.whenStopped();
    return given;
  }

  private static SessionState derived() {
    var command =
        new SessionCommand.ForkSession(
            new Derivation.Fork(
                Samples.ID, Optional.empty(), Optional.empty(), Optional.empty(), Budget.UNLIMITED),
            Given.NOBODY);
    var source = Rewind.source(Optional.empty(), history().journal());
    var heir = given();
    heir.took(
        new CommandDecider(new SessionId("heir"), Samples.WORLD)
            .fetched(heir.state(), new SessionMessage.SourceLoaded(command, source), Samples.T0));
    return heir.state();
  }

  private static SessionEvent withEverything(int turn) {
    return new SessionEvent.TurnOpened(
        turn,
        new TurnRequest(
            "r-" + turn,
            new Content.Stored(PayloadId.of("long"), 9_000),
            Map.of("doc", new InputRef(PayloadId.of("doc"), 12)),
            Optional.of(ModelChoice.all("fake:other")),
            Optional.of(2),
            Optional.of(Duration.ofSeconds(90)),
            Optional.of(Content.inline("{}"))),
        Samples.T0);
  }

  @ParameterizedTest
  @MethodSource("lasting")
  void aSnapshotGivesBackTheState(SessionState state) throws IOException {
    assertThat(CODEC.decode(CODEC.encode(state))).isEqualTo(state);
  }

  static Stream<SessionState> lasting() {
    return phases().filter(SessionState::isLasting);
  }

  @Test
  void whatAnotherVersionMayReadIsNotGoneOnFrom() {
    var unreadable = new SessionEvent.Unreadable("session-sang/1", "is unknown", Samples.T0);
    var state = given(started(), unreadable).state();
    assertThatThrownBy(() -> CODEC.decode(CODEC.encode(state)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the journal is replayed");
  }

  @Test
  void aRestoredSessionGoesOnLikeTheOther() throws IOException {
    var live = history().and(queued(3));
    var restored = CODEC.decode(CODEC.encode(live.state()));
    var next = live.whenQueueMoves().events();
    for (SessionEvent event : next) {
      restored = restored.apply(event);
    }
    assertThat(restored).isEqualTo(live.state());
    assertThat(restored.next()).isEqualTo(live.state().next());
  }
}
