package dev.fractal.session.state;

import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.Schedule.Overlap;
import dev.fractal.protocol.Schedule.Phase;
import dev.fractal.protocol.event.SessionEvent.ScheduleSet;
import dev.fractal.protocol.event.SessionEvent.ScheduleTicked;
import dev.fractal.protocol.event.Tick;
import dev.fractal.session.state.SessionState.Idle;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.state.SessionState.Stopped;
import dev.fractal.session.state.SessionState.Suspended;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The schedules of a session, in the order in which they were set.
 *
 * @param alone when the last turn ended after which none ran or waited; none when none has
 * @param room when a turn last left a queue that was full; none when none has
 */
public record Schedules(List<Entry> each, Optional<Instant> alone, Optional<Instant> room) {
  public static final Schedules NONE = new Schedules(List.of(), Optional.empty(), Optional.empty());

  public Schedules {
    each = List.copyOf(each);
  }

  /**
   * One schedule.
   *
   * @param reason why the session paused it itself
   * @param next when it is due next; of a paused one, where its times go on to be counted
   * @param by who did the last thing to it
   * @param since when it was set, in milliseconds: its periods are counted from there
   */
  public record Entry(
      Schedule schedule,
      Phase phase,
      Optional<String> reason,
      Optional<Instant> next,
      String by,
      Instant since,
      Score score) {

    private Entry ticked(ScheduleTicked event) {
      return new Entry(schedule, phase, reason, event.next(), by, since, score.plus(event));
    }

    /** When it is due next, if it makes turns. */
    public Optional<Instant> due() {
      return phase == Phase.ACTIVE ? next : Optional.empty();
    }
  }

  /**
   * What became of a schedule's times so far.
   *
   * @param turns times that were turns
   * @param missed times that were joined into a later one's turn
   * @param skipped times without a turn
   * @param last the newest time that came
   * @param turn the newest turn
   */
  public record Score(
      long turns, long missed, long skipped, Optional<Instant> last, Optional<Integer> turn) {
    static final Score NONE = new Score(0, 0, 0, Optional.empty(), Optional.empty());

    Score plus(ScheduleTicked event) {
      var due = Optional.of(event.due());
      return switch (event.tick()) {
        case Tick.Taken(int number) ->
            new Score(turns + 1, missed + event.times() - 1, skipped, due, Optional.of(number));
        case Tick.Skipped _ -> new Score(turns, missed, skipped + event.times(), due, turn);
      };
    }
  }

  public Optional<Entry> named(String name) {
    return each.stream().filter(entry -> entry.schedule().name().equals(name)).findFirst();
  }

  Schedules set(ScheduleSet event) {
    var name = event.schedule().name();
    var before = named(name);
    var changed = new ArrayList<>(each);
    changed.removeIf(entry -> entry.schedule().name().equals(name));
    if (event.phase() != Phase.REMOVED) {
      int place = before.map(each::indexOf).orElse(changed.size());
      changed.add(
          place,
          new Entry(
              event.schedule(),
              event.phase(),
              event.reason(),
              event.next(),
              event.by(),
              before.map(Entry::since).orElse(anchor(event.at())),
              before.map(Entry::score).orElse(Score.NONE)));
    }
    return new Schedules(changed, alone, room);
  }

  /** What the periods of a schedule are counted from that is set then. */
  public static Instant anchor(Instant set) {
    return set.truncatedTo(ChronoUnit.MILLIS);
  }

  Schedules ticked(ScheduleTicked event) {
    return new Schedules(
        each.stream()
            .map(
                entry -> entry.schedule().name().equals(event.name()) ? entry.ticked(event) : entry)
            .toList(),
        alone,
        room);
  }

  /** Notes when a turn has left, if a schedule waits for that. */
  static Live freed(Live before, Live after, Instant at) {
    var schedules = after.core().schedules();
    if (schedules.each.isEmpty()) {
      return after;
    }
    boolean alone = !isTaken(before, Overlap.SKIP) && isTaken(after, Overlap.SKIP);
    boolean room = !isTaken(before, Overlap.QUEUE) && isTaken(after, Overlap.QUEUE);
    return after.with(
        after
            .core()
            .with(
                new Schedules(
                    schedules.each,
                    alone ? Optional.of(at) : schedules.alone,
                    room ? Optional.of(at) : schedules.room)));
  }

  /** Until when times that came were skipped, because turns were in the way. */
  public Optional<Instant> blocked(Overlap overlap) {
    return overlap == Overlap.SKIP ? alone : room;
  }

  /** Whether a turn that is due now is taken by a session that is not held. */
  private static boolean isTaken(Live state, Overlap overlap) {
    var ledger = state.core().ledger();
    boolean alone = !(state instanceof InTurn) && ledger.queue().isEmpty();
    int most = state.core().spec().limits().queued();
    return alone || (overlap == Overlap.QUEUE && ledger.queue().size() < most);
  }

  /**
   * The schedules that something becomes of when their time has come, by their times: none of a
   * session that is paused, suspended or stopped, and none that a turn is in the way of. So a
   * session that does something else for a week need not wake for its schedules.
   */
  public static Stream<Entry> open(Live state) {
    boolean stopping = state instanceof InTurn at && at.turn().stopRequested();
    boolean held = state.paused() || state instanceof Suspended || state instanceof Stopped;
    return held || stopping
        ? Stream.empty()
        : state.core().schedules().each.stream()
            .filter(entry -> entry.due().isPresent())
            .filter(entry -> isTaken(state, entry.schedule().overlap()))
            .sorted(Comparator.comparing(entry -> entry.due().orElseThrow()));
  }

  /** The next time at which something becomes of a schedule. */
  public static Optional<Instant> due(Live state) {
    return open(state).findFirst().flatMap(Entry::due);
  }

  /** Whether nothing is in the way of a turn, so that it begins at once. */
  public static boolean isAlone(Live state) {
    return state instanceof Idle && isTaken(state, Overlap.SKIP);
  }
}
