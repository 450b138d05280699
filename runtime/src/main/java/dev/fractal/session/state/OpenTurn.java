package dev.fractal.session.state;

import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The turn that runs.
 *
 * @param steps model replies so far
 * @param misfits values that did not fit the request's schema
 * @param clock how long it has run
 * @param basis what the session goes back to when the turn is aborted
 */
public record OpenTurn(
    int number,
    TurnRequest request,
    int steps,
    int misfits,
    Spend spend,
    RunningTime clock,
    boolean stopRequested,
    Basis basis) {

  static OpenTurn of(TurnOpened event, Basis basis) {
    return new OpenTurn(
        event.turn(),
        event.request(),
        0,
        0,
        Spend.NONE,
        new RunningTime(Duration.ZERO, event.at(), false),
        false,
        basis);
  }

  /**
   * The session before the turn, as far as one goes on from it: settings, messages and variables.
   * Empty when the turn brought models of its own, since those before it are not kept.
   *
   * @param now the session, in this turn
   */
  public Optional<Core> before(Core now) {
    return request.models().isPresent()
        ? Optional.empty()
        : Optional.of(
            now.with(now.transcript().firstOnly(basis.messages())).with(basis.workspace()));
  }

  /** The limit on steps that holds for this turn: a request may only tighten the session's. */
  public int maxSteps(SessionSpec spec) {
    int granted = spec.authority().capability().limits().maxSteps();
    int most = Math.max(1, Math.min(spec.limits().maxSteps(), granted));
    return Math.min(request.maxSteps().orElse(most), most);
  }

  /** What is left of the turn's time if the clock has not stopped since its last event. */
  public Duration timeLeft(SessionSpec spec, Instant now) {
    var running = timeLeft(spec.limits());
    return spec.budget()
        .deadline()
        .map(end -> Duration.between(now, end))
        .filter(left -> left.compareTo(running) < 0)
        .orElse(running);
  }

  private Duration timeLeft(TurnLimits limits) {
    var limit =
        request
            .timeout()
            .filter(asked -> asked.compareTo(limits.turnTimeout()) < 0)
            .orElse(limits.turnTimeout());
    return limit.minus(clock.ran());
  }

  OpenTurn replied(Spend more) {
    return new OpenTurn(
        number, request, steps + 1, misfits, spend.plus(more), clock, stopRequested, basis);
  }

  OpenTurn misfitted() {
    return new OpenTurn(number, request, steps, misfits + 1, spend, clock, stopRequested, basis);
  }

  OpenTurn spent(Spend more) {
    return new OpenTurn(
        number, request, steps, misfits, spend.plus(more), clock, stopRequested, basis);
  }

  OpenTurn stopping() {
    return new OpenTurn(number, request, steps, misfits, spend, clock, true, basis);
  }

  OpenTurn at(Instant event) {
    return with(clock.until(event));
  }

  /** Time goes on from here; what passed since the last event does not count. */
  OpenTurn revived(Instant event) {
    return with(new RunningTime(clock.ran(), event, false));
  }

  /** No node runs it, and nothing of it is in flight. */
  OpenTurn handedOver() {
    return with(new RunningTime(clock.ran(), clock.last(), true));
  }

  /** Whether nothing of it was in flight when its node gave it up. */
  public boolean isHandedOver() {
    return clock.stands();
  }

  private OpenTurn with(RunningTime changed) {
    return new OpenTurn(number, request, steps, misfits, spend, changed, stopRequested, basis);
  }

  /**
   * The session before the turn.
   *
   * @param messages length of the transcript's window
   */
  public record Basis(int messages, Workspace workspace) {}

  /**
   * The time in which a node ran the turn, up to its last event.
   *
   * @param last when that event was decided
   * @param stands whether the turn was handed over with it, so that no node runs it
   */
  public record RunningTime(Duration ran, Instant last, boolean stands) {
    RunningTime until(Instant event) {
      var passed = Duration.between(last, event);
      boolean counts = !stands && !passed.isNegative();
      return new RunningTime(counts ? ran.plus(passed) : ran, event, false);
    }
  }
}
