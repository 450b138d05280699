package dev.fractal.view;

import dev.fractal.persistence.outline.Standing;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.budget.BudgetLedger;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.view.SessionView.Standstill;
import java.util.Optional;
import java.util.Set;

/**
 * A session at a glance, with some of its turns.
 *
 * @param spent by all of its turns
 * @param events number of its newest event
 * @param books of its budget, if it has limits
 */
public record Glance(SessionView view, Spend spent, long events, Optional<BudgetLedger> books) {
  /** Turns that are shown when nobody asks for more. */
  public static final int TURNS = 50;

  /** Turns that are shown at most. */
  public static final int MOST_TURNS = 1_000;

  /** No journal beyond the row that says so changes these without the row. */
  private static final Set<SessionStatus> SETTLED =
      Set.of(SessionStatus.IDLE, SessionStatus.STOPPED, SessionStatus.PAUSED);

  /**
   * What is shown of a session.
   *
   * @param before only turns with lower numbers; none: all
   * @param limit at most so many turns, the newest
   */
  public record Page(Optional<Integer> before, int limit) {
    /** The newest turns. */
    public static final Page NEWEST = new Page(Optional.empty(), TURNS);
  }

  /** Looks at a session; empty when its journal does not begin with its start. Blocks. */
  public static Optional<Glance> of(SessionId session, SessionReader reader, Page page) {
    return TurnIndex.of(session, reader).map(index -> of(index, page));
  }

  private static Glance of(TurnIndex index, Page page) {
    var outline = index.standing().outline();
    var rows =
        index.below(page.before().orElse(Integer.MAX_VALUE), Math.min(page.limit(), MOST_TURNS));
    var status = status(index.session(), index.standing(), index.reader());
    var view =
        new SessionView(
            outline.birth().session(),
            outline.birth().spec(),
            status,
            outline.inputs(),
            index.views(rows),
            outline.marks().head(),
            standstill(index, status),
            outline.birth().started(),
            outline.changed());
    return new Glance(view, outline.spent(), outline.sequence(), books(index));
  }

  /** Only a state knows them, so they are looked up where something is limited. */
  private static Optional<BudgetLedger> books(TurnIndex index) {
    var spec = index.standing().outline().birth().spec();
    return spec.budget().isLimited() && index.reader().state(index.session()) instanceof Live live
        ? Optional.of(live.core().account().ledger())
        : Optional.empty();
  }

  /** As the journal says; what it does not say, a gap in it, is looked for. */
  private static Standstill standstill(TurnIndex index, SessionStatus status) {
    var marks = index.standing().outline().marks();
    var said = new Standstill(marks.quarantine(), marks.suspension(), marks.since());
    return status != SessionStatus.QUARANTINED || said.reason().isPresent()
        ? said
        : index
            .reader()
            .session(index.session())
            .flatMap(row -> Standstills.of(row, index.reader()))
            .orElse(said);
  }

  /** As the catalog has it when that is the newest, else from the newest snapshot on. */
  static SessionStatus status(SessionId session, Standing standing, SessionReader reader) {
    if (standing.outline().marks().quarantine().isPresent()) {
      return SessionStatus.QUARANTINED;
    }
    return reader
        .session(session)
        .filter(row -> row.sequence() == standing.outline().sequence())
        .map(row -> row.status())
        .filter(SETTLED::contains)
        .orElseGet(() -> reader.state(session).status());
  }

  /** Turns before those that are shown. */
  public int earlier() {
    return view.turns().isEmpty() ? 0 : view.turns().getFirst().turn() - 1;
  }

  /** What each of a session's turns that began has spent, by number. Blocks. */
  public static CostView cost(TurnIndex index) {
    return new CostView(
        index.below(Integer.MAX_VALUE, Integer.MAX_VALUE).stream()
            .filter(row -> row.began())
            .map(
                row ->
                    new CostView.TurnCost(
                        row.turn(), row.cost().steps(), row.cost().leaves(), row.cost().total()))
            .toList());
  }

  /** Statuses in which nothing is waited for. */
  static boolean isSettled(SessionStatus status) {
    return SETTLED.contains(status);
  }
}
