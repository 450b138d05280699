package dev.fractal.session;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.fractal.persistence.journal.Snapshot;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.repl.Tries;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a session is doing: a pure fold of its events, one type per phase. What it waits for is a
 * pure function of it, {@link #next()}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "phase")
@JsonSubTypes({
  @JsonSubTypes.Type(SessionState.Absent.class),
  @JsonSubTypes.Type(SessionState.Idle.class),
  @JsonSubTypes.Type(SessionState.Stopped.class),
  @JsonSubTypes.Type(SessionState.AwaitingModel.class),
  @JsonSubTypes.Type(SessionState.Evaluating.class),
  @JsonSubTypes.Type(SessionState.AwaitingHostCalls.class),
  @JsonSubTypes.Type(SessionState.Suspended.class),
  @JsonSubTypes.Type(SessionState.Quarantined.class),
  @JsonSubTypes.Type(SessionState.Purged.class)
})
public sealed interface SessionState extends Snapshot {
  /** How many events were folded; equals the journal's highest sequence number. */
  long count();

  SessionStatus status();

  /** The work that the session waits for now, in the order in which it should be started. */
  default List<Work> next() {
    return List.of();
  }

  /** Folds an event. */
  default SessionState apply(SessionEvent event) {
    return SessionFold.fold(this, event);
  }

  /** The state before the first event. */
  static SessionState absent() {
    return new Absent(0);
  }

  /** A session that was started and can be worked with. */
  sealed interface Live extends SessionState {
    Core core();

    Live with(Core core);

    /** Whether nothing further begins: a pause was asked for. */
    default boolean paused() {
      return core().ledger().pause().isPresent();
    }

    @Override
    default long count() {
      return core().count();
    }
  }

  /** A session with an open turn. */
  sealed interface InTurn extends Live {
    OpenTurn turn();

    InTurn with(OpenTurn turn);

    /** Whether the turn stands still until the session is resumed. */
    default boolean held() {
      return false;
    }

    /** The step that is worked on, from 1. */
    default int currentStep() {
      return turn().steps();
    }

    @Override
    default SessionStatus status() {
      if (turn().stopRequested()) {
        return SessionStatus.STOP_REQUESTED;
      }
      return held() && !Orphans.any(this)
          ? SessionStatus.PAUSED
          : paused() ? SessionStatus.PAUSE_REQUESTED : SessionStatus.RUNNING;
    }
  }

  /** Nothing has happened. */
  @JsonTypeName("absent")
  record Absent(long count) implements SessionState {
    @Override
    public SessionStatus status() {
      return SessionStatus.IDLE;
    }
  }

  /** No turn is open; one may wait in the queue. */
  @JsonTypeName("idle")
  record Idle(Core core) implements Live {
    @Override
    public Idle with(Core changed) {
      return new Idle(changed);
    }

    @Override
    public SessionStatus status() {
      if (paused()) {
        return Orphans.any(this) ? SessionStatus.PAUSE_REQUESTED : SessionStatus.PAUSED;
      }
      boolean unfinished = !core.ledger().queue().isEmpty() || Orphans.any(this);
      return unfinished ? SessionStatus.RUNNING : SessionStatus.IDLE;
    }

    @Override
    public List<Work> next() {
      return core.ledger().queue().stream()
          .filter(_ -> !paused())
          .findFirst()
          .map(queued -> Orphans.before(this, new Work.OpenQueued(core.id(), queued.turn())))
          .orElseGet(() -> Orphans.of(this));
    }
  }

  /** Takes no turns until it is resumed. */
  @JsonTypeName("stopped")
  record Stopped(Core core) implements Live {
    @Override
    public Stopped with(Core changed) {
      return new Stopped(changed);
    }

    @Override
    public SessionStatus status() {
      return Orphans.any(this) ? SessionStatus.STOP_REQUESTED : SessionStatus.STOPPED;
    }

    @Override
    public List<Work> next() {
      return Orphans.of(this);
    }
  }

  /** The model is asked for the turn's next step. */
  @JsonTypeName("awaiting-model")
  record AwaitingModel(Core core, OpenTurn turn) implements InTurn {
    @Override
    public AwaitingModel with(Core changed) {
      return new AwaitingModel(changed, turn);
    }

    @Override
    public AwaitingModel with(OpenTurn changed) {
      return new AwaitingModel(core, changed);
    }

    @Override
    public int currentStep() {
      return turn.steps() + 1;
    }

    @Override
    public boolean held() {
      return core.ledger().pause().filter(last -> currentStep() > last).isPresent();
    }

    @Override
    public List<Work> next() {
      return core.account().inFlight(call())
          ? Orphans.before(this, new Work.CallModel(call(), currentStep()))
          : Orphans.of(this);
    }

    CallKey call() {
      return CallKey.model(core.id(), turn.number(), currentStep());
    }
  }

  /**
   * The cells of a reply are evaluated, or go on after their host calls.
   *
   * @param tries how that went so far
   */
  @JsonTypeName("evaluating")
  record Evaluating(Core core, OpenTurn turn, StepRecord step, Tries tries) implements InTurn {
    Evaluating(Core core, OpenTurn turn, StepRecord step) {
      this(core, turn, step, Tries.NONE);
    }

    @Override
    public Evaluating with(Core changed) {
      return new Evaluating(changed, turn, step, tries);
    }

    @Override
    public Evaluating with(OpenTurn changed) {
      return new Evaluating(core, changed, step, tries);
    }

    Evaluating lost(int times) {
      return new Evaluating(core, turn, step, new Tries(times, tries.alone()));
    }

    @Override
    public List<Work> next() {
      boolean save = isLast() || (core.workspace().replay().size() + 1) % Work.SAVE_EVERY == 0;
      return Orphans.before(this, Work.EvaluateStep.of(this, save));
    }

    /** Whether the turn ends after this step whatever comes of it. */
    boolean isLast() {
      return turn.steps() >= turn.maxSteps(core.spec()) || turn.stopRequested();
    }
  }

  /**
   * The cells of a reply could not be evaluated, for a reason that may pass: the turn stands still
   * until the session is resumed.
   */
  @JsonTypeName("suspended")
  record Suspended(Core core, OpenTurn turn, StepRecord step, Failure reason) implements InTurn {
    @Override
    public Suspended with(Core changed) {
      return new Suspended(changed, turn, step, reason);
    }

    @Override
    public Suspended with(OpenTurn changed) {
      return new Suspended(core, changed, step, reason);
    }

    @Override
    public boolean held() {
      return true;
    }

    @Override
    public SessionStatus status() {
      return Orphans.any(this) ? SessionStatus.RUNNING : SessionStatus.SUSPENDED;
    }

    @Override
    public List<Work> next() {
      return Orphans.of(this);
    }

    Evaluating resumed(Core changed) {
      return new Evaluating(changed, turn, step, Tries.ALONE);
    }
  }

  /** A cell waits for the host; nothing of it runs. */
  @JsonTypeName("awaiting-host-calls")
  record AwaitingHostCalls(
      Core core,
      OpenTurn turn,
      StepRecord step,
      int cell,
      List<HostCall> calls,
      List<HostResult> results)
      implements InTurn {
    public AwaitingHostCalls {
      calls = List.copyOf(calls);
      results = List.copyOf(results);
    }

    @Override
    public AwaitingHostCalls with(Core changed) {
      return new AwaitingHostCalls(changed, turn, step, cell, calls, results);
    }

    @Override
    public AwaitingHostCalls with(OpenTurn changed) {
      return new AwaitingHostCalls(core, changed, step, cell, calls, results);
    }

    /**
     * Leaves that something is reserved for, children that were granted a budget, and the first few
     * calls that need a gate only.
     */
    @Override
    public List<Work> next() {
      var works = new ArrayList<Work>(Orphans.of(this));
      open()
          .filter(HostFunctions::isGated)
          .limit(core.spec().limits().parallel())
          .forEach(call -> works.add(new Work.UseGate(gateKey(call.call()), call)));
      open()
          .filter(call -> !HostFunctions.isGated(call))
          .flatMap(call -> work(call).stream())
          .forEach(works::add);
      return works;
    }

    private Optional<Work> work(HostCall call) {
      var key = key(call.call());
      if (!HostFunctions.isChild(call)) {
        return core.account().inFlight(key)
            ? Optional.of(new Work.AskLeaf(key, call))
            : Optional.empty();
      }
      var child = core.child(key);
      return Optional.ofNullable(core.account().ledger().open().get(child))
          .map(grant -> new Work.RunChild(key, call, child, grant));
    }

    /** Whether each of the results is of another call that has none. */
    boolean takes(List<HostResult> more) {
      var numbers = more.stream().map(HostResult::call).toList();
      return Set.copyOf(numbers).size() == numbers.size()
          && open().map(HostCall::call).toList().containsAll(numbers);
    }

    /** Calls without a result. */
    Stream<HostCall> open() {
      return calls.stream()
          .filter(call -> results.stream().noneMatch(result -> result.call() == call.call()));
    }

    private CallKey gateKey(int call) {
      return CallKey.gate(core.id(), turn.number(), step.step(), cell, call);
    }

    CallKey key(int call) {
      return CallKey.host(core.id(), turn.number(), step.step(), cell, call);
    }
  }

  /**
   * Takes no commands; its journal is kept for inspection.
   *
   * @param forAll the journal says it, or lacks events, so that it holds for every node; else
   *     another version may be able to go on, and nothing of it is kept
   */
  @JsonTypeName("quarantined")
  record Quarantined(long count, Optional<Core> core, Failure reason, boolean forAll)
      implements SessionState {
    /** A session whose journal has more events than can be read. */
    static Quarantined gap(SessionState folded, long highest) {
      var core = folded instanceof Live live ? Optional.of(live.core()) : Optional.<Core>empty();
      var message =
          "its journal has %d events, but only %d can be read; `fractal check` says where it is broken"
              .formatted(highest, folded.count());
      return new Quarantined(highest, core, new Failure("JournalGap", message), true);
    }

    /** Another version may be able to read what this one could not. */
    @Override
    @JsonIgnore
    public boolean isLasting() {
      return forAll;
    }

    @Override
    public SessionStatus status() {
      return SessionStatus.QUARANTINED;
    }
  }

  /** Takes no commands; it is removed. */
  @JsonTypeName("purged")
  record Purged(SessionId session, long count) implements SessionState {
    @Override
    public SessionStatus status() {
      return SessionStatus.PURGED;
    }

    @Override
    public List<Work> next() {
      return List.of(new Work.Remove(session));
    }
  }
}
