package dev.fractal.session.decide;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnOutcome.Aborted;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionSuspended;
import dev.fractal.protocol.event.SessionEvent.TurnHandedOver;
import dev.fractal.protocol.event.SessionEvent.TurnStands;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import dev.fractal.repl.StepOutcome;
import dev.fractal.session.decide.SessionMessage.ChildEnded;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.decide.SessionMessage.ModelAnswered;
import dev.fractal.session.decide.SessionMessage.ModelGaveUp;
import dev.fractal.session.decide.SessionMessage.Outcome;
import dev.fractal.session.decide.SessionMessage.QueueMoved;
import dev.fractal.session.decide.SessionMessage.StepDone;
import dev.fractal.session.decide.SessionMessage.StoreBroken;
import dev.fractal.session.decide.SessionMessage.TimeReached;
import dev.fractal.session.decide.SessionMessage.TurnTimedOut;
import dev.fractal.session.decide.SessionMessage.WaitRead;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.AwaitingHostCalls;
import dev.fractal.session.state.SessionState.AwaitingModel;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.state.SessionState.Idle;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Suspended;
import dev.fractal.session.state.Work;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What results of work lead to. Pure: the state and the message decide, time is given. A result
 * whose key the state does not wait for leads to nothing.
 */
public final class OutcomeDecider {
  private final NodeStamp world;

  public OutcomeDecider(NodeStamp world) {
    this.world = world;
  }

  /** Work came out, or a turn's time is over. */
  public Decision outcome(SessionState state, Outcome outcome, Instant now) {
    return switch (outcome) {
      case ModelAnswered m -> model(state, m, now);
      case ModelGaveUp m -> model(state, m, now);
      case ChildEnded m -> childEnded(state, m, now);
      case QueueMoved m -> queue(state, m, now);
      case TurnTimedOut m -> timeout(state, m, now);
      case StoreBroken m -> broken(state, m, now);
      case WaitRead m ->
          waitsFor(state, m.key()) && state instanceof InStep at
              ? drafted(state, now, draft -> WaitDecider.read(draft, at, m))
              : Decision.nothing();
      case TimeReached _ ->
          drafted(
              state,
              now,
              draft -> {
                WaitDecider.due(draft);
                Ticks.due(draft, world);
              });
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
  public Decision step(SessionState state, StepDone m, boolean revived, Instant now) {
    if (!waitsFor(state, m.key()) || !(state instanceof Evaluating at)) {
      return Decision.nothing();
    }
    return switch (m.outcome()) {
      case StepOutcome.Waiting waiting ->
          drafted(state, now, draft -> HostCalls.asked(draft, at, waiting));
      case StepOutcome.Diverged(var reason) -> written(state, new SessionQuarantined(reason, now));
      case StepOutcome.Halted(var reason) ->
          at.turn().stopRequested()
              ? drafted(state, now, draft -> stopped(draft, inFlight(at)))
              : written(state, new SessionSuspended(reason, now));
      case StepOutcome.Lost(int times, var how) ->
          drafted(state, now, draft -> EvaluationLoss.count(draft, at, times, how, inFlight(at)));
      case StepOutcome.Evaluated done ->
          drafted(state, now, draft -> evaluated(draft, at, done, revived));
    };
  }

  private void evaluated(Draft draft, Evaluating at, StepOutcome.Evaluated done, boolean revived) {
    int turn = at.turn().number();
    var cells = TurnEnding.judged(done.cells(), at.turn(), world.schemaRepairs());
    var rejection = TurnEnding.rejection(cells);
    HostCalls.over(draft);
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
      stopped(draft, 0);
    } else if (at.turn().steps() >= limit) {
      TurnEnding.end(draft, stepLimit(limit), 0);
    } else if (!TurnEnding.goOn(draft) && revived) {
      draft.state().next().stream()
          .filter(Work::reported)
          .map(Work::key)
          .forEach(key -> draft.add(new CallsRepeated(turn, List.of(key), draft.now())));
    }
  }

  private static void stopped(Draft draft, int inFlight) {
    TurnEnding.end(
        draft, aborted(TurnStatus.STOPPED, "SessionStopped", "a stop was asked for"), inFlight);
  }

  public Decision results(SessionState state, List<HostCallDone> arrived, Instant now) {
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
    return drafted(state, now, draft -> HostCalls.completed(draft, awaited));
  }

  private Decision childEnded(SessionState state, ChildEnded m, Instant now) {
    return waitsFor(state, m.key())
        ? drafted(
            state,
            now,
            draft -> {
              HostCalls.settle(draft, m.child(), m.used());
              HostCalls.goOn(draft);
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
    if (!(state instanceof InTurn at)
        || at.turn().number() != m.turn()
        || at.held()
        || at.waits()) {
      return Decision.nothing();
    }
    if (at.core().spec().budget().isOver(now)) {
      return drafted(
          state, now, draft -> TurnEnding.end(draft, TurnEnding.overdue(), inFlight(at)));
    }
    var why =
        "turn %d ran into its time limit; give it a longer one or a smaller task"
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
  public Decision revived(SessionState state, boolean died, Instant now) {
    if (state instanceof InTurn at && world.lacksToolsOf(at.core().spec())) {
      return drafted(state, now, draft -> TurnEnding.endElsewhere(draft, world, inFlight(at)));
    }
    return switch (state) {
      case AwaitingModel at when at.waits() -> Decision.nothing();
      case AwaitingModel at -> repeated(at, now);
      case AwaitingHostCalls at when at.waits() -> Decision.nothing();
      case AwaitingHostCalls at -> repeated(at, now);
      case Evaluating at when died && !at.turn().isHandedOver() ->
          drafted(state, now, draft -> lost(draft, at));
      case Evaluating at -> repeated(at, now);
      case SessionState.Absent _,
          Idle _,
          Suspended _,
          SessionState.Stopped _,
          SessionState.Quarantined _,
          SessionState.Purged _ ->
          Decision.nothing();
    };
  }

  /** After a recovery of a turn that stands still: what was under way of it is begun again. */
  public Decision revivedInHold(InTurn at, Instant now) {
    return at instanceof Suspended open && open.pending().isOpen()
        ? repeated(at, now)
        : Decision.nothing();
  }

  /** Cells were evaluated, and calls of theirs may have been in flight. */
  private static void lost(Draft draft, Evaluating at) {
    var keys = reported(at);
    if (!keys.isEmpty()) {
      draft.add(new CallsRepeated(at.turn().number(), keys, draft.now()));
    }
    if (draft.state() instanceof Evaluating after) {
      EvaluationLoss.count(draft, after, 1, "its node went down", 0);
    }
  }

  private static Decision repeated(InTurn at, Instant now) {
    var keys = at.turn().isHandedOver() ? List.<CallKey>of() : reported(at);
    return written(at, new CallsRepeated(at.turn().number(), keys, now));
  }

  private static List<CallKey> reported(InTurn at) {
    return at.next().stream().filter(Work::reported).map(Work::key).toList();
  }

  /**
   * Whether the turn's own time stands: it waits for children only, and each of them for people and
   * times.
   *
   * @param standing the calls whose children do
   */
  public Decision stands(SessionState state, Set<CallKey> standing, Instant now) {
    return state instanceof AwaitingHostCalls at
            && !at.turn().isHandedOver()
            && !at.next().isEmpty()
            && at.next().stream()
                .allMatch(work -> work instanceof Work.RunChild && standing.contains(work.key()))
        ? written(state, new TurnStands(at.turn().number(), now))
        : Decision.nothing();
  }

  /** The last word of a node that gives the session up, when nothing of it is in flight. */
  public Decision handedOver(SessionState state, Instant now) {
    return state instanceof InTurn at && !at.held() && !at.waits()
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
        "the turn made its %d steps without FINAL; allow more or narrow the task".formatted(limit));
  }

  private static boolean waitsFor(SessionState state, CallKey key) {
    return state.next().stream().anyMatch(work -> work.key().equals(key));
  }

  private static Decision drafted(SessionState state, Instant now, Consumer<Draft> writer) {
    var draft = new Draft(state, now);
    writer.accept(draft);
    BudgetDecider.warn(draft);
    return Decision.write(draft);
  }

  private static Decision written(SessionState state, SessionEvent event) {
    return drafted(state, event.at(), draft -> draft.add(event));
  }
}
