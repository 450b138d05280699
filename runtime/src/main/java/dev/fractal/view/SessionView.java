package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A session at a glance.
 *
 * @param spec as it was started, with the models that it has now
 * @param inputs what {@code inputs.NAME} reaches in its newest turn
 * @param turns oldest first
 * @param head where the next turn goes on from; empty before the first one ended
 * @param standstill why it does not go on by itself
 */
public record SessionView(
    SessionId session,
    SessionSpec spec,
    SessionStatus status,
    Map<String, InputRef> inputs,
    List<TurnView> turns,
    Optional<HeadId> head,
    Standstill standstill,
    Instant started,
    Instant changed) {
  public SessionView {
    inputs = Map.copyOf(inputs);
    turns = List.copyOf(turns);
  }

  /**
   * Why a session does not go on by itself.
   *
   * @param quarantine it takes no more commands
   * @param suspension its turn stands still until it is released or resumed
   * @param since when either began
   */
  public record Standstill(
      Optional<Failure> quarantine, Optional<Failure> suspension, Optional<Instant> since) {
    /** Either. */
    public Optional<Failure> reason() {
      return quarantine.or(() -> suspension);
    }
  }

  /** Why it takes no more commands. */
  public Optional<Failure> quarantine() {
    return standstill.quarantine();
  }

  /** Why its turn stands still until it is resumed. */
  public Optional<Failure> suspension() {
    return standstill.suspension();
  }

  /** Reads a journal; empty when it does not begin with the start of a session. */
  public static Optional<SessionView> of(List<JournalEntry> journal) {
    var fold = new ViewFold();
    for (var entry : journal) {
      if (fold.count() + 1 < entry.sequence()) {
        fold.missing(entry.sequence());
      }
      fold.apply(entry.event());
    }
    return fold.view();
  }

  /** The turn that runs, if one does. */
  public Optional<TurnView> running() {
    return turns.stream()
        .filter(turn -> turn.opened().isPresent() && turn.end().isEmpty())
        .findFirst();
  }

  /** Turns that wait behind the running one. */
  public List<TurnView> waiting() {
    return turns.stream().filter(turn -> turn.opened().isEmpty() && turn.end().isEmpty()).toList();
  }
}
