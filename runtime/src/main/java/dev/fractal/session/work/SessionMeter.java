package dev.fractal.session.work;

import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.repl.Rebuilds;
import dev.fractal.session.state.SessionState;
import java.time.Duration;
import java.util.List;

/**
 * Hears what the sessions of a node do, so that it can be counted. Called on the threads of actors
 * and of cells: it neither blocks nor throws.
 */
public interface SessionMeter extends Rebuilds {
  /**
   * Events of one write are in the journal.
   *
   * @param after the session's state with them
   */
  void written(SessionState after, List<SessionEvent> events, Duration took);

  /** A person answered what a cell asked so long before. */
  void answered(Duration after);

  /** A time that a cell waited for was noticed so long after it had come. */
  void fired(Duration late);

  /** The journal refused a write. */
  void unwritten();

  /** A session could not be woken and answers nothing but its reason. */
  void barred();

  /** The node's sessions have become that many more, or fewer. */
  void moved(Headcount change);

  /**
   * Sessions, or a difference between two counts of them.
   *
   * @param awake sessions whose actor has recovered
   * @param running those with an open turn
   * @param waiting turns in their queues
   */
  record Headcount(int awake, int running, int waiting) {
    public static final Headcount NONE = new Headcount(0, 0, 0);

    public Headcount minus(Headcount other) {
      return new Headcount(awake - other.awake, running - other.running, waiting - other.waiting);
    }
  }

  /** Counts nothing. */
  static SessionMeter none() {
    return new SessionMeter() {
      @Override
      public void written(SessionState after, List<SessionEvent> events, Duration took) {}

      @Override
      public void answered(Duration after) {}

      @Override
      public void fired(Duration late) {}

      @Override
      public void unwritten() {}

      @Override
      public void barred() {}

      @Override
      public void moved(Headcount change) {}

      @Override
      public void rebuilt(Duration took) {}
    };
  }
}
