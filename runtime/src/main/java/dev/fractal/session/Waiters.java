package dev.fractal.session;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Who waits for a turn to end, for the session to stop or to be re-checked. Lost with the actor: a
 * client asks again.
 */
final class Waiters {
  private static final int UNTIL_STOPPED = 0;
  private static final int UNTIL_WRITTEN = -1;
  static final int UNTIL_CHECKED = -2;

  private final SessionId session;
  private final List<Waiter> waiting = new ArrayList<>();
  private long numbers;

  private record Waiter(long number, int turn, ActorRef<SessionReply> asker) {}

  Waiters(SessionId session) {
    this.session = session;
  }

  /** Answers the number under which the asker waits. */
  long addForTurn(int turn, ActorRef<SessionReply> asker) {
    waiting.add(new Waiter(++numbers, turn, asker));
    return numbers;
  }

  void addForStop(ActorRef<SessionReply> asker) {
    addForTurn(UNTIL_STOPPED, asker);
  }

  /**
   * Waits for the re-check that runs.
   *
   * @return the number under which the asker waits
   */
  long addForCheck(ActorRef<SessionReply> asker) {
    return addForTurn(UNTIL_CHECKED, asker);
  }

  void checked(SessionReply reply) {
    settle(UNTIL_CHECKED, reply);
  }

  /** Who asked for what is being written; dropped again when it is. */
  void addForWrite(ActorRef<SessionReply> asker) {
    addForTurn(UNTIL_WRITTEN, asker);
  }

  void written() {
    waiting.removeIf(waiter -> waiter.turn() == UNTIL_WRITTEN);
  }

  /** Tells who asked for what could not be written. */
  void unwritten(String why) {
    settle(UNTIL_WRITTEN, notStored(why));
    settle(UNTIL_CHECKED, notStored(why));
  }

  void settle(int turn, SessionReply reply) {
    take(waiter -> waiter.turn() == turn).forEach(waiter -> waiter.asker().tell(reply));
  }

  void stopped(SessionReply reply) {
    settle(UNTIL_STOPPED, reply);
  }

  void giveUp(long number, IntFunction<SessionReply> pending) {
    take(waiter -> waiter.number() == number)
        .forEach(waiter -> waiter.asker().tell(pending.apply(waiter.turn())));
  }

  void all(SessionReply reply) {
    take(_ -> true).forEach(waiter -> waiter.asker().tell(reply));
  }

  /** Tells all that wait that nothing of what they asked for was stored. */
  void lost(String why) {
    all(notStored(why));
  }

  void refuse(ActorRef<SessionReply> asker, String why) {
    asker.tell(notStored(why));
  }

  private SessionReply notStored(String why) {
    var message = "session %s did not do it: %s; ask again".formatted(session, why);
    return new SessionReply.Refused(session, new Refusal(Refusal.Kind.NotStored, message));
  }

  private List<Waiter> take(Predicate<Waiter> which) {
    var taken = waiting.stream().filter(which).toList();
    waiting.removeAll(taken);
    return taken;
  }
}
