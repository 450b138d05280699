package dev.fractal.view;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import java.time.Instant;
import java.util.Optional;

/**
 * One turn as users read it.
 *
 * @param opened when it began; empty while it waits behind another one
 * @param end empty while it waits or runs
 * @param head the head that its end published
 */
public record TurnView(
    int turn,
    TurnRequest request,
    Optional<Instant> opened,
    Optional<End> end,
    Optional<HeadId> head) {

  /** The caller's message. */
  public Content message() {
    return request.message();
  }

  /** How a turn ended. */
  public record End(TurnOutcome outcome, int steps, Spend spend, Instant at) {}

  boolean runs() {
    return opened.isPresent() && end.isEmpty();
  }

  TurnView openedAt(Instant at) {
    return new TurnView(turn, request, Optional.of(at), end, head);
  }

  TurnView endedWith(End ended) {
    return new TurnView(turn, request, opened, Optional.of(ended), head);
  }

  TurnView withHead(HeadId published) {
    return new TurnView(turn, request, opened, end, Optional.of(published));
  }
}
