package dev.fractal.session;

import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.FlushResults;
import dev.fractal.session.decide.SessionMessage.KernelIdle;
import dev.fractal.session.decide.SessionMessage.PatienceOver;
import dev.fractal.session.decide.SessionMessage.SessionIdle;
import dev.fractal.session.decide.SessionMessage.TimeReached;
import dev.fractal.session.decide.SessionMessage.TurnTimedOut;
import dev.fractal.session.state.OpenTurn;
import dev.fractal.session.work.SessionServices.Patience;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** The time, and what tells a session's actor that it has passed. Confined to the actor. */
final class Clocks {
  private static final String TURN = "turn";
  private static final String FLUSH = "flush";
  private static final String KERNEL = "kernel";
  private static final String SESSION = "session";
  private static final String DUE = "due";

  private final Clock clock;
  private final ActorContext<SessionMessage> context;
  private final TimerScheduler<SessionMessage> timers;
  private final IdleClock kernel;
  private final IdleClock session;
  private final DueClock due;

  Clocks(
      Clock clock,
      Patience patience,
      ActorContext<SessionMessage> context,
      TimerScheduler<SessionMessage> timers) {
    this.clock = clock;
    this.context = context;
    this.timers = timers;
    this.kernel =
        new IdleClock(
            patience.kernel(), time -> timers.startSingleTimer(KERNEL, new KernelIdle(), time));
    this.session =
        new IdleClock(
            patience.session(), time -> timers.startSingleTimer(SESSION, new SessionIdle(), time));
    this.due = new DueClock(time -> timers.startSingleTimer(DUE, new TimeReached(), time));
  }

  Instant now() {
    return clock.instant();
  }

  /** Since the kernel was last used. */
  IdleClock kernel() {
    return kernel;
  }

  /** Since the session was last used. */
  IdleClock session() {
    return session;
  }

  /** For the next time that the session waits for. */
  DueClock due() {
    return due;
  }

  /** Tells when the turn's time is over. */
  void startTurn(OpenTurn turn, SessionSpec spec) {
    var left = turn.timeLeft(spec, now());
    timers.startSingleTimer(
        TURN, new TurnTimedOut(turn.number()), left.isNegative() ? Duration.ZERO : left);
  }

  void stopTurn() {
    timers.cancel(TURN);
  }

  /** Has results written that arrive until then. */
  void flushIn(Duration time) {
    if (time.isZero()) {
      context.getSelf().tell(new FlushResults());
    } else {
      timers.startSingleTimer(FLUSH, new FlushResults(), time);
    }
  }

  /** Tells when a waiter has waited long enough. */
  void startPatience(long waiter, Duration patience) {
    context.scheduleOnce(patience, context.getSelf(), new PatienceOver(waiter));
  }
}
