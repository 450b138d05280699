package dev.fractal.session;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnOutcome.Aborted;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionSuspended;
import dev.fractal.protocol.event.SessionEvent.TurnHandedOver;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import dev.fractal.repl.StepOutcome;
import dev.fractal.session.SessionMessage.ChildEnded;
import dev.fractal.session.SessionMessage.HostCallDone;
import dev.fractal.session.SessionMessage.ModelAnswered;
import dev.fractal.session.SessionMessage.ModelGaveUp;
import dev.fractal.session.SessionMessage.Outcome;
import dev.fractal.session.SessionMessage.QueueMoved;
import dev.fractal.session.SessionMessage.StepDone;
import dev.fractal.session.SessionMessage.StoreBroken;
import dev.fractal.session.SessionMessage.TurnTimedOut;
import dev.fractal.session.SessionState.AwaitingHostCalls;
import dev.fractal.session.SessionState.AwaitingModel;
import dev.fractal.session.SessionState.Evaluating;
import dev.fractal.session.SessionState.Idle;
import dev.fractal.session.SessionState.InTurn;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What results of work lead to. Pure: the state and the message decide, time is given. A result
 * whose key the state does not wait for leads to nothing.
 */
final class SessionDecider {
  private final World world;

  SessionDecider(World world) {
    this.world = world;
  }

  /** Work came out, or a turn's time is over. */
  Decision outcome(SessionState state, Outcome outcome, Instant now) {
    return switch (outcome) {
      case ModelAnswered m -> model(state, m, now);
      case ModelGaveUp m -> model(state, m, now);
      case ChildEnded m -> childEnded(state, m, now);
      case QueueMoved m -> queue(state, m, now);
      case TurnTimedOut m -> timeout(state, m, now);
      case StoreBroken m -> broken(state, m, now);
    };
  }

  private Decision model(SessionState state, ModelAnswered m, Instant now) {
    return waitsFor(state, m.key()) && state instanceof AwaitingModel at
        ? written(
            state,
            new ModelReplied(
                at.turn().number(), at.turn().steps() + 1, m.reply(), m.usage(), m.lost(), now))
        : Decision.nothing();
  }

  private Decision model(SessionState state, ModelGaveUp m, Instant now) {
    if (!waitsFor(state, m.key()) || !(state instanceof AwaitingModel at)) {
      return Decision.nothing();
    }
    var status = m.timeout() ? TurnStatus.TIMEOUT : TurnStatus.ERROR;
    return drafted(
        state,
        now,
        draft -> {
          int step = at.turn().steps() + 1;
          draft.add(new ModelFailed(at.turn().number(), step, m.failure(), m.lost(), now));
          TurnEnding.end(draft, new Aborted(status, m.failure()), 0);
        });
  }

  /**
   * The end of a step's evaluation.
   *
   * @param revived the actor recovered into this evaluation, so that the model call after it may
   *     have been in flight before
   */
  Decision step(SessionState state, StepDone m, boolean revived, Instant now) {
    if (!waitsFor(state, m.key()) || !(state instanceof Evaluating at)) {
      return Decision.nothing();
    }
    int turn = at.turn().number();
    return switch (m.outcome()) {
      case StepOutcome.Waiting(var cell, var calls) ->
          drafted(
              state,
              now,
              draft -> {
                draft.add(new HostCallsRequested(turn, at.step().step(), cell, calls, now));
                CallsDecider.goOn(draft);
              });
      case StepOutcome.Diverged(var reason) -> written(state, new SessionQuarantined(reason, now));
      case StepOutcome.Halted(var reason) ->
          at.turn().stopRequested()
              ? drafted(state, now, SessionDecider::stopped)
              : written(state, new SessionSuspended(reason, now));
      case StepOutcome.Lost(int times, var how) ->
          drafted(state, now, draft -> EvaluationLoss.count(draft, at, times, how));
      case StepOutcome.Evaluated done ->
          drafted(state, now, draft -> evaluated(draft, at, done, revived));
    };
  }

  private void evaluated(Draft draft, Evaluating at, StepOutcome.Evaluated done, boolean revived) {
    int turn = at.turn().number();
    var cells = TurnEnding.judged(done.cells(), at.turn(), world.schemaRepairs());
    var rejection = TurnEnding.rejection(cells);
    draft.add(
        new CellsEvaluated(
            turn,
            at.step().step(),
            cells,
            done.observation(),
            done.digests().changed(),
            done.digests().removed(),
            draft.now()));
    done.save()
        .ifPresent(
            save ->
                draft.add(
                    new VariablesSaved(
                        turn, save.saved(), save.removed(), save.inexact(), draft.now())));
    int limit = at.turn().maxSteps(at.core().spec());
    if (done.result().isPresent()) {
      TurnEnding.end(draft, new TurnOutcome.Finished(done.result().get()), 0);
    } else if (rejection.isPresent()) {
      TurnEnding.end(draft, aborted(TurnStatus.ERROR, "SchemaMismatch", rejection.get()), 0);
    } else if (at.turn().stopRequested()) {
      stopped(draft);
    } else if (at.turn().steps() >= limit) {
      TurnEnding.end(draft, stepLimit(limit), 0);
    } else if (TurnEnding.exhausted(draft)) {
      TurnEnding.endExhausted(draft);
    } else if (revived) {
      draft.state().next().stream()
          .filter(Work::reported)
          .map(Work::key)
          .forEach(key -> draft.add(new CallsRepeated(turn, List.of(key), draft.now())));
    }
  }

  private static void stopped(Draft draft) {
    TurnEnding.end(draft, aborted(TurnStatus.STOPPED, "SessionStopped", "a stop was asked for"), 0);
  }

  Decision results(SessionState state, List<HostCallDone> arrived, Instant now) {
    if (!(state instanceof AwaitingHostCalls at)) {
      return Decision.nothing();
    }
    var awaited =
        arrived.stream()
            .filter(done -> waitsFor(state, done.key()))
            .collect(
                Collectors.toMap(
                    HostCallDone::key, done -> done, (first, _) -> first, LinkedHashMap::new))
            .values();
    if (awaited.isEmpty()) {
      return Decision.nothing();
    }
    return drafted(state, now, draft -> CallsDecider.completed(draft, at, awaited));
  }

  private Decision childEnded(SessionState state, ChildEnded m, Instant now) {
    return waitsFor(state, m.key())
        ? drafted(
            state,
            now,
            draft -> {
              CallsDecider.settle(draft, m.child(), m.used());
              CallsDecider.goOn(draft);
            })
        : Decision.nothing();
  }

  private Decision queue(SessionState state, QueueMoved m, Instant now) {
    if (!waitsFor(state, m.key()) || !(state instanceof Idle idle)) {
      return Decision.nothing();
    }
    var queued = idle.core().ledger().queue().getFirst();
    return drafted(
        state,
        now,
        draft -> TurnOpening.open(draft, idle.core(), queued.turn(), queued.request(), world));
  }

  private Decision timeout(SessionState state, TurnTimedOut m, Instant now) {
    if (!(state instanceof InTurn at) || at.turn().number() != m.turn() || at.held()) {
      return Decision.nothing();
    }
    if (at.core().spec().budget().isOver(now)) {
      var over = "the budget's deadline has passed; fork the session with a later one";
      return drafted(
          state,
          now,
          draft ->
              TurnEnding.end(
                  draft,
                  aborted(TurnStatus.BUDGET_EXCEEDED, "DeadlineExceeded", over),
                  inFlight(at)));
    }
    var why =
        "turn %d ran into its time limit; give it a longer --timeout or a smaller task"
            .formatted(m.turn());
    return drafted(
        state,
        now,
        draft ->
            TurnEnding.end(draft, aborted(TurnStatus.TIMEOUT, "TurnTimeout", why), inFlight(at)));
  }

  private Decision broken(SessionState state, StoreBroken m, Instant now) {
    return waitsFor(state, m.key())
        ? written(state, new SessionQuarantined(m.reason(), now))
        : Decision.nothing();
  }

  /**
   * After a recovery: calls that may have been in flight are made again, and that is written. An
   * evaluation has none, but its running time goes on from now. Cells cannot go on without the
   * tools that they began with.
   *
   * @param died whether the process that ran the session before is gone, and may have gone within
   *     an evaluation
   */
  Decision revived(SessionState state, boolean died, Instant now) {
    if (state instanceof InTurn at && world.lacksToolsOf(at.core().spec())) {
      return drafted(state, now, draft -> TurnEnding.endElsewhere(draft, world, inFlight(at)));
    }
    return switch (state) {
      case AwaitingModel at -> repeated(at, now);
      case AwaitingHostCalls at -> repeated(at, now);
      case Evaluating at when died && !at.turn().isHandedOver() ->
          drafted(state, now, draft -> EvaluationLoss.count(draft, at, 1, "its node went down"));
      case Evaluating at -> written(state, new CallsRepeated(at.turn().number(), List.of(), now));
      case SessionState.Absent _,
          Idle _,
          SessionState.Suspended _,
          SessionState.Stopped _,
          SessionState.Quarantined _,
          SessionState.Purged _ ->
          Decision.nothing();
    };
  }

  private static Decision repeated(InTurn at, Instant now) {
    var keys =
        at.turn().isHandedOver()
            ? List.<CallKey>of()
            : at.next().stream().filter(Work::reported).map(Work::key).toList();
    return written(at, new CallsRepeated(at.turn().number(), keys, now));
  }

  /** The last word of a node that gives the session up, when nothing of it is in flight. */
  Decision handedOver(SessionState state, Instant now) {
    return state instanceof InTurn at && !at.held()
        ? written(state, new TurnHandedOver(at.turn().number(), now))
        : Decision.nothing();
  }

  static int inFlight(InTurn at) {
    return (int) at.next().stream().filter(Work::spends).count();
  }

  static Aborted aborted(TurnStatus status, String type, String message) {
    return new Aborted(status, new Failure(type, message));
  }

  private static Aborted stepLimit(int limit) {
    return aborted(
        TurnStatus.BUDGET_EXCEEDED,
        "StepLimit",
        "the turn made its %d steps without FINAL; raise --max-steps or narrow the task"
            .formatted(limit));
  }

  private static boolean waitsFor(SessionState state, CallKey key) {
    return state.next().stream().anyMatch(work -> work.key().equals(key));
  }

  private static Decision drafted(SessionState state, Instant now, Consumer<Draft> writer) {
    var draft = new Draft(state, now);
    writer.accept(draft);
    return Decision.write(draft);
  }

  private static Decision written(SessionState state, SessionEvent event) {
    return drafted(state, event.at(), draft -> draft.add(event));
  }
}
