package dev.fractal.session;

import dev.fractal.client.Sessions;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.catalog.CatalogRow.Family;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.SessionMessage.KernelIdle;
import dev.fractal.session.SessionMessage.PatienceOver;
import dev.fractal.session.SessionMessage.SessionIdle;
import dev.fractal.session.SessionMessage.TurnTimedOut;
import dev.fractal.session.SessionState.Absent;
import dev.fractal.session.SessionState.InTurn;
import dev.fractal.session.SessionState.Live;
import dev.fractal.session.SessionState.Purged;
import dev.fractal.session.SessionState.Quarantined;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** What a session's actor reaches outside its state: clocks, timers, the node's services. */
final class Surroundings {
  private static final String TURN = "turn";
  private static final String KERNEL = "kernel";
  private static final String SESSION = "session";

  private final SessionId id;
  private final ActorContext<SessionMessage> context;
  private final TimerScheduler<SessionMessage> timers;
  private final SessionServices services;
  private final Placement placement;
  private final Lookups lookups;
  private final IdleClock kernelClock;
  private final IdleClock sessionClock;
  private final Vitals vitals;
  private boolean resting;

  Surroundings(
      SessionId id,
      ActorContext<SessionMessage> context,
      TimerScheduler<SessionMessage> timers,
      SessionServices services,
      Placement placement,
      Sessions siblings) {
    this.id = id;
    this.context = context;
    this.timers = timers;
    this.services = services;
    this.placement = placement;
    this.lookups = new Lookups(id, services, siblings, this::mailbox);
    this.vitals = new Vitals(services.meter());
    this.kernelClock =
        new IdleClock(
            patience().kernel(), time -> timers.startSingleTimer(KERNEL, new KernelIdle(), time));
    this.sessionClock =
        new IdleClock(
            patience().session(),
            time -> timers.startSingleTimer(SESSION, new SessionIdle(), time));
  }

  SessionId id() {
    return id;
  }

  ActorContext<SessionMessage> context() {
    return context;
  }

  World world() {
    return services.workplace().world();
  }

  Instant now() {
    return services.workplace().clock().instant();
  }

  void mailbox(SessionMessage message) {
    context.getSelf().tell(message);
  }

  void sleep() {
    resting = true;
    placement.sleep(context.getSelf().unsafeUpcast());
  }

  /** Leaves for good: the session is no longer in the store. */
  void leave() {
    resting = false;
    placement.sleep(context.getSelf().unsafeUpcast());
  }

  /**
   * The actor has ended. A command that was on its way when it asked to sleep may have given it
   * work again; then it must be started again, or nobody would.
   */
  void ended(SessionState state) {
    vitals.gone();
    awake();
    if (resting && !state.next().isEmpty()) {
      placement.wake();
    }
  }

  void startTurnClock(OpenTurn turn, SessionSpec spec) {
    var left = turn.timeLeft(spec, now());
    timers.startSingleTimer(
        TURN, new TurnTimedOut(turn.number()), left.isNegative() ? Duration.ZERO : left);
  }

  void stopTurnClock() {
    timers.cancel(TURN);
  }

  Vitals vitals() {
    return vitals;
  }

  IdleClock kernelClock() {
    return kernelClock;
  }

  IdleClock sessionClock() {
    return sessionClock;
  }

  void schedulePatience(long waiter, Duration patience) {
    context.scheduleOnce(patience, context.getSelf(), new PatienceOver(waiter));
  }

  /** What askers want to know from journals and siblings. */
  Lookups lookups() {
    return lookups;
  }

  /** The session has come to life, or its actor ends. */
  void awake() {
    services.wakening().over(id);
  }

  /** Brings the session's row up to date. */
  void catalog(SessionState state) {
    row(state).ifPresent(services.catalog()::update);
  }

  /** Brings the session's row up to date if a crash has kept it from being written. */
  void repairCatalog(SessionState state) {
    row(state).ifPresent(services.catalog()::repair);
  }

  private Optional<CatalogRow> row(SessionState state) {
    return switch (state) {
      case Absent _, Purged _ -> Optional.empty();
      case Live live -> Optional.of(row(live.core(), state));
      case Quarantined broken ->
          broken.core().filter(_ -> broken.forAll()).map(core -> row(core, state));
    };
  }

  private CatalogRow row(Core core, SessionState state) {
    return new CatalogRow(
        id,
        state.count(),
        state.status(),
        family(core),
        new CatalogRow.Progress(
            core.ledger().ended(), core.ledger().spend().total().usd(), core.lineage().usable()),
        core.identity().started(),
        now());
  }

  private Family family(Core core) {
    var descent = core.spec().descent();
    return new Family(descent.parent(), descent.root().orElse(id));
  }

  /** Tells whoever watches where the open turn is. */
  void publish(SessionState state) {
    if (state instanceof InTurn at) {
      services.feed().publish(id, () -> TurnNews.of(at));
    }
  }

  private SessionServices.Patience patience() {
    return services.workplace().patience();
  }
}
