package dev.fractal.persistence.outline;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a session's journal up to an event comes to, short of what its ended turns did: a fold, of
 * bounded size.
 *
 * @param sequence number of the last event in it
 * @param inputs what {@code inputs.NAME} reaches in its newest turn
 * @param open turns that wait or run, oldest first
 * @param changed when the last event was decided
 */
public record Outline(
    long sequence,
    Birth birth,
    Map<String, InputRef> inputs,
    Marks marks,
    Tally tally,
    List<TurnRow> open,
    Instant changed) {
  public Outline {
    inputs = Map.copyOf(inputs);
    open = List.copyOf(open);
  }

  /**
   * How it began.
   *
   * @param spec as it was started, with the models that it has now
   * @param request request id of its first turn; a child's is the call that it answers
   */
  public record Birth(
      SessionId session, SessionSpec spec, Instant started, Optional<String> request) {}

  /**
   * Where it stands.
   *
   * @param head where the next turn goes on from
   * @param quarantine why it takes no more commands
   * @param suspension why its turn stands still until it is resumed
   * @param since when either began
   */
  public record Marks(
      Optional<HeadId> head,
      Optional<Failure> quarantine,
      Optional<Failure> suspension,
      Optional<Instant> since) {
    static final Marks NONE =
        new Marks(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    Marks at(HeadId newer) {
      return new Marks(Optional.of(newer), quarantine, suspension, since);
    }

    Marks broken(Failure reason, Instant at) {
      return new Marks(
          head, Optional.of(reason), Optional.empty(), since.or(() -> Optional.of(at)));
    }

    Marks suspended(Failure reason, Instant at) {
      return new Marks(head, quarantine, Optional.of(reason), since.or(() -> Optional.of(at)));
    }

    Marks resumed() {
      return new Marks(
          head, quarantine, Optional.empty(), quarantine.isEmpty() ? Optional.empty() : since);
    }

    Marks released() {
      return new Marks(head, Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  /**
   * Sums over all of it.
   *
   * @param accepted turns accepted so far
   * @param finished those of them that have ended with a value
   * @param replies of its model
   * @param spent by turns that have ended
   */
  public record Tally(int accepted, int finished, int replies, Spend spent) {
    static final Tally NONE = new Tally(0, 0, 0, Spend.NONE);

    Tally accepting() {
      return new Tally(accepted + 1, finished, replies, spent);
    }

    Tally ending(boolean value, Spend more) {
      return new Tally(accepted, finished + (value ? 1 : 0), replies, spent.plus(more));
    }

    Tally replying() {
      return new Tally(accepted, finished, replies + 1, spent);
    }
  }

  /** What the session has spent by now. */
  public Spend spent() {
    return open.stream().map(turn -> turn.cost().total()).reduce(tally.spent(), Spend::plus);
  }
}
