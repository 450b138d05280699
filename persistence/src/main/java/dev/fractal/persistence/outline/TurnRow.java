package dev.fractal.persistence.outline;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Sha256;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnStatus;
import java.util.Optional;

/**
 * Where a turn is in its session's journal, and what came of it.
 *
 * @param request digest of its request id
 * @param head the head that its end published
 * @param end empty while it waits or runs
 */
public record TurnRow(
    int turn, String request, Span span, Optional<HeadId> head, Optional<End> end, Cost cost) {

  /**
   * Its events, by their sequence numbers.
   *
   * @param first the one that accepted it
   * @param opened the one that began it; none when it ended in the queue, or waits there
   * @param last its end; while it runs the newest one
   */
  public record Span(long first, Optional<Long> opened, long last) {}

  /** How it ended, after so many replies of its model. */
  public record End(TurnStatus outcome, int steps) {}

  /**
   * What it spent.
   *
   * @param steps by its own model calls
   * @param leaves by the host calls of its cells
   * @param total as its end states it; the sum of both while it runs
   */
  public record Cost(Spend steps, Spend leaves, Spend total) {
    public static final Cost NONE = new Cost(Spend.NONE, Spend.NONE, Spend.NONE);

    Cost step(Spend more) {
      return new Cost(steps.plus(more), leaves, total.plus(more));
    }

    Cost leaves(Spend more) {
      return new Cost(steps, leaves.plus(more), total.plus(more));
    }

    Cost stated(Spend all) {
      return new Cost(steps, leaves, all);
    }
  }

  /** The form in which a request id is looked for. */
  public static String digest(String requestId) {
    return Sha256.of(requestId);
  }

  static TurnRow accepted(int turn, String requestId, long event) {
    return new TurnRow(
        turn,
        digest(requestId),
        new Span(event, Optional.empty(), event),
        Optional.empty(),
        Optional.empty(),
        Cost.NONE);
  }

  /** Whether the model was ever to be asked for it. */
  public boolean began() {
    return span.opened().isPresent();
  }

  /** Whether it has begun and not ended. */
  public boolean runs() {
    return began() && end.isEmpty();
  }

  TurnRow opened(long event) {
    return new TurnRow(
        turn, request, new Span(span.first, Optional.of(event), event), head, end, cost);
  }

  TurnRow until(long event) {
    return began()
        ? new TurnRow(turn, request, new Span(span.first, span.opened, event), head, end, cost)
        : this;
  }

  TurnRow with(Cost changed) {
    return new TurnRow(turn, request, span, head, end, changed);
  }

  TurnRow with(HeadId published) {
    return new TurnRow(turn, request, span, Optional.of(published), end, cost);
  }

  TurnRow ended(long event, End how, Spend stated) {
    return new TurnRow(
        turn,
        request,
        new Span(span.first, span.opened, event),
        head,
        Optional.of(how),
        cost.stated(stated));
  }
}
