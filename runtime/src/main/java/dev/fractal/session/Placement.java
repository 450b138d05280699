package dev.fractal.session;

import dev.fractal.protocol.command.SessionCommand;
import org.apache.pekko.actor.typed.ActorRef;

/** Where a session's actor lives, as far as the actor has a say in it. */
public interface Placement {
  /** Asks to be stopped; what is sent to the session from then on waits until it is awake again. */
  void sleep(ActorRef<SessionCommand> self);

  /** Has the session started again after it was stopped with work that was left to do. */
  void wake();
}
