package dev.fractal.session;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.work.WakeGate;
import org.apache.pekko.actor.typed.ActorRef;

/** A session's stay on this node: when its actor has come to life, sleeps, or leaves. */
final class Stay {
  private final SessionId id;
  private final ActorRef<SessionCommand> self;
  private final Placement placement;
  private final WakeGate wakening;
  private boolean resting;

  Stay(SessionId id, ActorRef<SessionCommand> self, Placement placement, WakeGate wakening) {
    this.id = id;
    this.self = self;
    this.placement = placement;
    this.wakening = wakening;
  }

  /** The session has come to life: the next one may wake. */
  void begun() {
    wakening.over(id);
  }

  void sleep() {
    resting = true;
    placement.sleep(self);
  }

  /** Leaves for good: the session is no longer in the store. */
  void leave() {
    resting = false;
    placement.sleep(self);
  }

  /**
   * The actor has ended. A command that was on its way when it asked to sleep may have given it
   * work again; then it must be started again, or nobody would.
   */
  void ended(SessionState state) {
    wakening.over(id);
    if (resting && !state.next().isEmpty()) {
      placement.wake();
    }
  }
}
