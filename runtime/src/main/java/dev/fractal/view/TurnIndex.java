package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.outline.Standing;
import dev.fractal.persistence.outline.TurnRow;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a session, found without reading its journal from the beginning. Methods block and
 * are safe for use by several threads.
 */
public record TurnIndex(SessionId session, Standing standing, SessionReader reader) {
  private static final Comparator<TurnRow> BY_NUMBER = Comparator.comparingInt(TurnRow::turn);

  /** Empty for a journal that does not begin with the start of a session. */
  public static Optional<TurnIndex> of(SessionId session, SessionReader reader) {
    return reader
        .outlines()
        .standing(session)
        .map(standing -> new TurnIndex(session, standing, reader));
  }

  /** How many turns were accepted. */
  public int accepted() {
    return standing.outline().tally().accepted();
  }

  public Optional<TurnRow> turn(int number) {
    return standing
        .unstored()
        .filter(row -> row.turn() == number)
        .findFirst()
        .or(() -> standing.stored() ? reader.outlines().turn(session, number) : Optional.empty());
  }

  /** The turn that was accepted under a request id. */
  public Optional<TurnRow> requested(String requestId) {
    var digest = TurnRow.digest(requestId);
    return standing
        .unstored()
        .filter(row -> row.request().equals(digest))
        .findFirst()
        .or(
            () ->
                standing.stored()
                    ? reader.outlines().requested(session, digest)
                    : Optional.empty());
  }

  /**
   * Turns by number, newest last.
   *
   * @param before only turns with lower numbers
   * @param limit at most so many, the newest of them
   */
  public List<TurnRow> below(int before, int limit) {
    var stored =
        standing.stored() ? reader.outlines().turns(session, before, limit) : List.<TurnRow>of();
    var rows =
        Stream.concat(stored.stream(), standing.unstored().filter(row -> row.turn() < before))
            .sorted(BY_NUMBER)
            .toList();
    return rows.subList(Math.max(0, rows.size() - limit), rows.size());
  }

  /**
   * The number of the event from which on some turns are told: the newest ones, one with all behind
   * it, and the one that runs; 1 when that is the whole session.
   *
   * @param newest so many, 1 or more
   */
  public long begin(int newest, Optional<Integer> from) {
    var rows = new ArrayList<>(below(Integer.MAX_VALUE, newest));
    from.flatMap(this::turn).ifPresent(rows::add);
    standing.unstored().filter(TurnRow::runs).forEach(rows::add);
    return rows.stream().anyMatch(row -> row.turn() == 1)
        ? 1
        : rows.stream()
            .mapToLong(row -> row.span().opened().orElse(row.span().first()))
            .min()
            .orElse(1);
  }

  /** Turns as users read them: with what was asked, and what came of it. */
  public List<TurnView> views(List<TurnRow> rows) {
    var numbers = rows.stream().flatMap(TurnIndex::telling).distinct().toList();
    var events =
        reader.at(session, numbers).stream()
            .collect(Collectors.toMap(JournalEntry::sequence, JournalEntry::event));
    return rows.stream().flatMap(row -> view(row, events).stream()).toList();
  }

  public Optional<TurnView> view(TurnRow row) {
    return views(List.of(row)).stream().findFirst();
  }

  private static Stream<Long> telling(TurnRow row) {
    var numbers = new ArrayList<Long>();
    numbers.add(row.span().first());
    row.span().opened().ifPresent(numbers::add);
    row.end().ifPresent(_ -> numbers.add(row.span().last()));
    return numbers.stream();
  }

  /** Empty when the event that accepted it is not there any more. */
  private static Optional<TurnView> view(TurnRow row, Map<Long, SessionEvent> events) {
    return request(events.get(row.span().first()))
        .map(
            request ->
                new TurnView(
                    row.turn(),
                    request,
                    row.span().opened().flatMap(at(events)),
                    row.end().flatMap(_ -> end(events.get(row.span().last()))),
                    row.head()));
  }

  private static Function<Long, Optional<Instant>> at(Map<Long, SessionEvent> events) {
    return number -> Optional.ofNullable(events.get(number)).map(SessionEvent::at);
  }

  private static Optional<TurnRequest> request(@Nullable SessionEvent event) {
    return switch (event) {
      case TurnQueued(var _, var request, var _) -> Optional.of(request);
      case TurnOpened(var _, var request, var _) -> Optional.of(request);
      case null, default -> Optional.empty();
    };
  }

  private static Optional<TurnView.End> end(@Nullable SessionEvent event) {
    return event instanceof TurnEnded(var _, var outcome, var steps, var spend, var _, var at)
        ? Optional.of(new TurnView.End(outcome, steps, spend, at))
        : Optional.empty();
  }

  /** Its steps, from its own events. */
  public List<JournalEntry> events(TurnRow row) {
    return row.span()
        .opened()
        .map(from -> reader.events(session, from, Math.toIntExact(row.span().last() - from + 1)))
        .orElseGet(List::of);
  }
}
