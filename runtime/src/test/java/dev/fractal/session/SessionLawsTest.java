package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.persistence.journal.SnapshotCodec;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.repl.StepOutcome;
import dev.fractal.session.decide.Given;
import dev.fractal.session.decide.Samples;
import dev.fractal.session.decide.SessionMessage.TurnTimedOut;
import dev.fractal.session.state.Ledger;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Laws of every session, on random sequences of commands and results. */
final class SessionLawsTest {
  private static final int MESSAGES = 400;
  private static final SnapshotCodec<SessionState> CODEC = new SnapshotCodec<>(SessionState.class);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
  void everySequenceKeepsTheLaws(long seed) throws IOException {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var session = Given.given(Samples.started());
    for (int i = 0; i < MESSAGES; i++) {
      session.after(Duration.ofMillis(random.nextInt(1_000)));
      send(session, random);
      assertThat(session.state()).isNotInstanceOf(SessionState.Quarantined.class);
    }
    check(session);
  }

  private static void check(Given session) throws IOException {
    var journal = session.journal();
    assertThat(session.state().count()).isEqualTo(journal.size());
    assertThat(foldedThroughSnapshots(journal)).isEqualTo(session.state());
    turns(journal, session.live().core().ledger());
    heads(journal);
  }

  /** Folds from the beginning, and every 50 events goes on from what a snapshot keeps. */
  private static SessionState foldedThroughSnapshots(List<SessionEvent> journal)
      throws IOException {
    var state = SessionState.absent();
    for (SessionEvent event : journal) {
      state = state.apply(event);
      if (state.count() % 50 == 0) {
        state = CODEC.decode(CODEC.encode(state));
      }
    }
    return state;
  }

  private static void turns(List<SessionEvent> journal, Ledger ledger) {
    int accepted = 0;
    int open = 0;
    var ended = new HashSet<Integer>();
    Map<String, Integer> byRequest = new HashMap<>();
    var waiting = new HashSet<Integer>();
    for (SessionEvent event : journal) {
      switch (event) {
        case TurnQueued(int turn, var request, var _) -> {
          assertThat(turn).isEqualTo(++accepted);
          assertThat(byRequest.put(request.requestId(), turn)).isNull();
          waiting.add(turn);
        }
        case TurnOpened(int turn, var request, var _) -> {
          assertThat(open).as("one open turn at a time").isZero();
          if (!waiting.remove(turn)) {
            assertThat(turn).isEqualTo(++accepted);
            assertThat(byRequest.put(request.requestId(), turn)).isNull();
          }
          open = turn;
        }
        case TurnEnded end -> {
          assertThat(ended.add(end.turn())).as("a turn ends once").isTrue();
          assertThat(open == end.turn() || waiting.remove(end.turn())).isTrue();
          open = open == end.turn() ? 0 : open;
        }
        default -> {}
      }
    }
    assertThat(ledger.accepted()).isEqualTo(accepted);
    assertThat(ledger.ended()).isEqualTo(ended.size());
    assertThat(ledger.queue())
        .extracting(Ledger.Queued::turn)
        .containsExactlyElementsOf(waiting.stream().sorted().toList());
    byRequest.forEach((id, turn) -> assertThat(ledger.turnOf(id)).contains(turn));
  }

  private static void heads(List<SessionEvent> journal) {
    Optional<HeadId> basis = Optional.empty();
    long covered = 0;
    for (SessionEvent event : journal) {
      if (event instanceof HeadPublished(var head, var _)) {
        assertThat(head.basis()).isEqualTo(basis);
        assertThat(head.fromEvent()).isEqualTo(covered + 1);
        basis = Optional.of(head.id());
        covered = head.toEvent();
      }
    }
  }

  /** What so many of them come to. */
  static List<SessionEvent> history(RandomGenerator random, int messages) {
    var session = Given.given(Samples.started());
    for (int i = 0; i < messages; i++) {
      session.after(Duration.ofMillis(random.nextInt(1_000)));
      send(session, random);
    }
    return session.journal();
  }

  static void send(Given session, RandomGenerator random) {
    switch (random.nextInt(24)) {
      case 0, 1, 2 -> submit(session, random, IfBusy.QUEUE);
      case 3 -> submit(session, random, IfBusy.REJECT);
      case 4 -> session.whenCancelled(1 + random.nextInt(accepted(session) + 1));
      case 5 -> session.when(SessionCommand.CompactSession::new);
      case 6 -> session.whenStopped();
      case 7, 8 -> session.whenResumed();
      case 9 -> session.when(new TurnTimedOut(accepted(session)));
      case 10 -> session.when(SessionCommand.DescribeSession::new);
      case 11 -> session.whenRevived();
      case 12 -> session.when(SessionCommand.PauseSession::new);
      default -> work(session, random);
    }
  }

  private static int accepted(Given session) {
    return session.live().core().ledger().accepted();
  }

  private static void submit(Given session, RandomGenerator random, IfBusy ifBusy) {
    int id = random.nextInt(200);
    var text = "task " + "x".repeat(random.nextInt(4_000));
    session.when(to -> new SessionCommand.SubmitTurn(TurnRequest.of("r-" + id, text), ifBusy, to));
  }

  private static void work(Given session, RandomGenerator random) {
    switch (session.state()) {
      case SessionState.Idle _ -> session.whenQueueMoves();
      case SessionState.AwaitingModel at -> {
        int turn = at.turn().number();
        int step = at.turn().steps() + 1;
        if (random.nextInt(12) == 0) {
          session.when(Samples.gaveUp(turn, step, random.nextBoolean(), random.nextInt(3)));
        } else {
          session.when(Samples.answer(turn, step));
        }
      }
      case SessionState.Evaluating at -> evaluate(session, at, random);
      case SessionState.AwaitingHostCalls at -> {
        var calls = at.next();
        var call = ((Work.AskLeaf) calls.get(random.nextInt(calls.size()))).call().call();
        session.whenArrived(Samples.hostDone(at.turn().number(), at.step().step(), call));
      }
      case SessionState.Suspended _ -> session.whenResumed();
      case SessionState.Absent _,
          SessionState.Stopped _,
          SessionState.Quarantined _,
          SessionState.Purged _ -> {}
    }
  }

  private static void evaluate(Given session, SessionState.Evaluating at, RandomGenerator random) {
    int turn = at.turn().number();
    int step = at.step().step();
    StepOutcome outcome =
        switch (random.nextInt(6)) {
          case 4 -> new StepOutcome.Lost(1 + random.nextInt(2), "it was killed");
          case 5 -> new StepOutcome.Halted(new Failure("ReplUnfinished", "no memory"));
          case 0 -> new StepOutcome.Waiting(0, Samples.hostCalls(1 + random.nextInt(5)));
          case 1 -> Samples.outcome(turn, step, Optional.of("1"));
          default -> Samples.outcome(turn, step, Optional.empty());
        };
    session.whenEvaluated(outcome);
  }
}
