package dev.fractal.session.state;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.fractal.persistence.journal.Snapshot;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.capability.Approvals;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.repl.Tries;
import java.util.List;
import java.util.Optional;
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

    @Override
    InTurn with(Core core);

    InTurn with(OpenTurn turn);

    /** Whether the turn stands still until the session is resumed. */
    default boolean held() {
      return false;
    }

    /** Whether the turn waits for people and times only: its own time stands still meanwhile. */
    default boolean waits() {
      return false;
    }

    /** What needs a person's yes: what the session says, and the turn besides. */
    default Approvals approvals() {
      return core().spec().authority().capability().approve().union(turn().request().approvals());
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
      if (held() && !Orphans.any(this)) {
        return SessionStatus.PAUSED;
      }
      if (waits() && !Orphans.any(this)) {
        return SessionStatus.WAITING;
      }
      return paused() ? SessionStatus.PAUSE_REQUESTED : SessionStatus.RUNNING;
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

  /**
   * The model is asked for the turn's next step.
   *
   * @param interruptions calls for it that messages have ended
   */
  @JsonTypeName("awaiting-model")
  record AwaitingModel(Core core, OpenTurn turn, int interruptions) implements InTurn {
    @Override
    public AwaitingModel with(Core changed) {
      return new AwaitingModel(changed, turn, interruptions);
    }

    @Override
    public AwaitingModel with(OpenTurn changed) {
      return new AwaitingModel(core, changed, interruptions);
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
    public boolean waits() {
      return !held() && !isAsked() && core.account().alarms().open().isPresent();
    }

    @Override
    public List<Work> next() {
      return isAsked()
          ? Orphans.before(this, new Work.CallModel(call(), currentStep()))
          : Orphans.of(this);
    }

    /** Whether the call is under way: it is not while the turn is held or lacks the budget. */
    public boolean isAsked() {
      return core.account().inFlight(call());
    }

    public CallKey call() {
      return CallKey.model(core.id(), turn.number(), currentStep(), interruptions);
    }
  }

  /** A session whose cells are at work, or wait. */
  sealed interface InStep extends InTurn {
    StepRecord step();

    /** The host calls of the cell that is not over. */
    Pending pending();

    @Override
    InStep with(Core core);

    @Override
    InStep with(OpenTurn turn);

    InStep with(Pending pending);

    /** Calls without a result. */
    default Stream<HostCall> open() {
      return pending().open();
    }

    /** Whether a call is not made before a person has said yes to it. */
    default boolean needsYes(HostCall call) {
      return approvals().isNeeded(call.function()) && !pending().isApproved(call);
    }

    /** Whether a call is not made because the budget has not enough left for it. */
    default boolean isShort(HostCall call) {
      if (needsYes(call)) {
        return false;
      }
      var account = core().account();
      return (HostFunctions.isLeaf(call) && !account.inFlight(key(call.call())))
          || (HostFunctions.isChild(call)
              && !account.ledger().open().containsKey(core().child(key(call.call()))));
    }

    default CallKey key(int call) {
      return CallKey.host(core().id(), turn().number(), step().step(), pending().cell(), call);
    }

    default CallKey gateKey(int call) {
      return CallKey.gate(core().id(), turn().number(), step().step(), pending().cell(), call);
    }
  }

  /**
   * The cells of a reply are evaluated, or go on with results. Calls of theirs may be under way.
   *
   * @param tries how that went so far
   */
  @JsonTypeName("evaluating")
  record Evaluating(Core core, OpenTurn turn, StepRecord step, Pending pending, Tries tries)
      implements InStep {
    Evaluating(Core core, OpenTurn turn, StepRecord step) {
      this(core, turn, step, Pending.NONE, Tries.NONE);
    }

    @Override
    public Evaluating with(Core changed) {
      return new Evaluating(changed, turn, step, pending, tries);
    }

    @Override
    public Evaluating with(OpenTurn changed) {
      return new Evaluating(core, changed, step, pending, tries);
    }

    @Override
    public Evaluating with(Pending changed) {
      return new Evaluating(core, turn, step, changed, tries);
    }

    Evaluating lost(int times) {
      return new Evaluating(core, turn, step, pending, new Tries(times, tries.alone()));
    }

    @Override
    public List<Work> next() {
      boolean save = isLast() || (core.workspace().replay().size() + 1) % Work.SAVE_EVERY == 0;
      return PendingWork.of(this, Work.EvaluateStep.of(this, save));
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
  record Suspended(Core core, OpenTurn turn, StepRecord step, Pending pending, Failure reason)
      implements InStep {
    @Override
    public Suspended with(Core changed) {
      return new Suspended(changed, turn, step, pending, reason);
    }

    @Override
    public Suspended with(OpenTurn changed) {
      return new Suspended(core, changed, step, pending, reason);
    }

    @Override
    public Suspended with(Pending changed) {
      return new Suspended(core, turn, step, changed, reason);
    }

    @Override
    public boolean held() {
      return true;
    }

    @Override
    public SessionStatus status() {
      return next().isEmpty() ? SessionStatus.SUSPENDED : SessionStatus.RUNNING;
    }

    /** What is under way comes to its end; nothing more is begun. */
    @Override
    public List<Work> next() {
      return PendingWork.of(this);
    }

    Evaluating resumed(Core changed) {
      return new Evaluating(changed, turn, step, pending, Tries.ALONE);
    }
  }

  /** A cell waits for the host; nothing of it runs. */
  @JsonTypeName("awaiting-host-calls")
  record AwaitingHostCalls(Core core, OpenTurn turn, StepRecord step, Pending pending)
      implements InStep {
    @Override
    public AwaitingHostCalls with(Core changed) {
      return new AwaitingHostCalls(changed, turn, step, pending);
    }

    @Override
    public AwaitingHostCalls with(OpenTurn changed) {
      return new AwaitingHostCalls(core, changed, step, pending);
    }

    @Override
    public AwaitingHostCalls with(Pending changed) {
      return new AwaitingHostCalls(core, turn, step, changed);
    }

    /** Calls that the budget has not enough for wait for a person who is asked for more. */
    @Override
    public boolean waits() {
      return core.account().alarms().open().isPresent()
          ? pending.onlyWaits(this::isShort)
          : pending.onlyWaits(_ -> false);
    }

    @Override
    public List<Work> next() {
      return PendingWork.of(this);
    }
  }

  /**
   * Takes no commands but to be released or purged; its journal is kept for inspection.
   *
   * @param before where it stood, as far as its journal can be read
   */
  @JsonTypeName("quarantined")
  record Quarantined(long count, Optional<Live> before, Failure reason, Cause cause)
      implements SessionState {
    /** Who says so. */
    public enum Cause {
      /** An event of its journal. */
      RECORDED,
      /** Its journal lacks events. */
      MISSING,
      /** This version cannot read or fold an event; another may, and nothing of it is kept. */
      UNREADABLE
    }

    /** What is known of the session. */
    public Optional<Core> core() {
      return before.map(Live::core);
    }

    /** Another version may be able to read what this one could not. */
    @Override
    @JsonIgnore
    public boolean isLasting() {
      return cause != Cause.UNREADABLE;
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
