package dev.fractal.telemetry;

import static java.util.Objects.requireNonNull;

import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.BudgetRaised;
import dev.fractal.protocol.event.SessionEvent.BudgetWarned;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.ScheduleTicked;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionReleased;
import dev.fractal.protocol.event.SessionEvent.SessionSuspended;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.Tick;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.work.SessionMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what sessions write and where they stand. */
final class SessionCounts implements SessionMeter {
  private final Map<TurnStatus, Counter> ended = new EnumMap<>(TurnStatus.class);
  private final Counter steps;
  private final Counter quarantines;
  private final Counter suspensions;
  private final Counter releases;
  private final Counter events;
  private final Counter failures;
  private final Timer writes;
  private final Timer rebuilds;
  private final Counter asked;
  private final Counter warnings;
  private final Counter raises;
  private final Timer answers;
  private final Timer late;
  private final Counter scheduled;
  private final Counter missed;
  private final Counter skipped;
  private final AtomicInteger awake;
  private final AtomicInteger running;
  private final AtomicInteger waiting;

  SessionCounts(MeterRegistry registry) {
    for (var status : TurnStatus.values()) {
      ended.put(
          status,
          Counter.builder("fractal.turns.ended")
              .description("Turns that ended")
              .tag("status", status.wire())
              .register(registry));
    }
    steps = counter(registry, "fractal.steps", "Replies of root models");
    quarantines =
        counter(registry, "fractal.quarantines", "Sessions that were quarantined or barred");
    suspensions =
        counter(registry, "fractal.suspensions", "Sessions whose REPL could not be rebuilt");
    releases =
        counter(registry, "fractal.releases", "Quarantines and suspensions that were lifted");
    events = counter(registry, "fractal.journal.events", "Events written to the journal");
    failures = counter(registry, "fractal.journal.failures", "Writes that the journal refused");
    writes = TimeBounds.SHORT.timer("fractal.journal.write", "Writes to the journal", registry);
    rebuilds =
        TimeBounds.SHORT.timer(
            "fractal.kernel.rebuild", "Kernels brought to where their session stood", registry);
    asked = counter(registry, "fractal.asks", "Questions and approvals that were opened");
    warnings =
        counter(registry, "fractal.budget.warnings", "Warnings that much of a budget is spent");
    raises = counter(registry, "fractal.budget.raises", "Budgets that a person raised");
    answers =
        TimeBounds.PERSON.timer("fractal.ask.answer", "From a question to its answer", registry);
    late =
        TimeBounds.SHORT.timer(
            "fractal.timer.late", "From a time that was waited for to its notice", registry);
    scheduled = counter(registry, "fractal.schedule.turns", "Turns that schedules made");
    missed =
        counter(
            registry,
            "fractal.schedule.missed",
            "Times of schedules that were joined into the turn of a later one");
    skipped = counter(registry, "fractal.schedule.skipped", "Times of schedules that made no turn");
    awake = gauge(registry, "fractal.sessions.awake", "Sessions awake on this node");
    running = gauge(registry, "fractal.turns.running", "Open turns of sessions on this node");
    waiting = gauge(registry, "fractal.turns.waiting", "Turns in queues of sessions on this node");
  }

  private static Counter counter(MeterRegistry registry, String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private static AtomicInteger gauge(MeterRegistry registry, String name, String description) {
    var value = new AtomicInteger();
    Gauge.builder(name, value, AtomicInteger::get).description(description).register(registry);
    return value;
  }

  @Override
  public void written(SessionState after, List<SessionEvent> written, Duration took) {
    writes.record(took);
    events.increment(written.size());
    written.forEach(this::count);
  }

  private void count(SessionEvent event) {
    if (event instanceof TurnEnded end) {
      requireNonNull(ended.get(status(end.outcome()))).increment();
    } else if (event instanceof ModelReplied) {
      steps.increment();
    } else if (event instanceof AskOpened) {
      asked.increment();
    } else if (event instanceof BudgetWarned) {
      warnings.increment();
    } else if (event instanceof BudgetRaised) {
      raises.increment();
    } else if (event instanceof ScheduleTicked ticked) {
      count(ticked);
    } else if (event instanceof SessionQuarantined) {
      quarantines.increment();
    } else if (event instanceof SessionSuspended) {
      suspensions.increment();
    } else if (event instanceof SessionReleased) {
      releases.increment();
    }
  }

  private void count(ScheduleTicked ticked) {
    switch (ticked.tick()) {
      case Tick.Taken _ -> {
        scheduled.increment();
        missed.increment((double) ticked.times() - 1);
      }
      case Tick.Skipped _ -> skipped.increment((double) ticked.times());
    }
  }

  private static TurnStatus status(TurnOutcome outcome) {
    return switch (outcome) {
      case TurnOutcome.Finished _ -> TurnStatus.FINAL;
      case TurnOutcome.Aborted(var status, var _) -> status;
    };
  }

  @Override
  public void answered(Duration after) {
    answers.record(positive(after));
  }

  @Override
  public void fired(Duration after) {
    late.record(positive(after));
  }

  /** Times of two machines may differ. */
  private static Duration positive(Duration time) {
    return time.isNegative() ? Duration.ZERO : time;
  }

  @Override
  public void unwritten() {
    failures.increment();
  }

  @Override
  public void barred() {
    quarantines.increment();
  }

  @Override
  public void moved(Headcount change) {
    awake.addAndGet(change.awake());
    running.addAndGet(change.running());
    waiting.addAndGet(change.waiting());
  }

  @Override
  public void rebuilt(Duration took) {
    rebuilds.record(took);
  }
}
