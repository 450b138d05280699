package dev.fractal.session.state;

import dev.fractal.protocol.event.Ask;
import dev.fractal.protocol.event.HostCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The open calls of a cell that wait for a person or a time, as far as it is known for what.
 *
 * @param each in the order in which they began
 */
public record OpenWaits(List<Wait> each) {
  public static final OpenWaits NONE = new OpenWaits(List.of());

  public OpenWaits {
    each = List.copyOf(each);
  }

  /**
   * What a call waits for.
   *
   * @param ask the question; none for a timer
   * @param due when it has waited long enough
   */
  public record Wait(int call, Optional<Ask> ask, Optional<Instant> due, Instant since) {}

  OpenWaits plus(Wait wait) {
    if (of(wait.call()).isPresent()) {
      throw new IllegalStateException("call " + wait.call() + " waits already");
    }
    return new OpenWaits(Stream.concat(each.stream(), Stream.of(wait)).toList());
  }

  /** Those of calls that have no result yet. */
  OpenWaits only(List<HostCall> open) {
    if (each.isEmpty()) {
      return this;
    }
    var kept = new ArrayList<Wait>();
    for (var wait : each) {
      if (open.stream().anyMatch(call -> call.call() == wait.call())) {
        kept.add(wait);
      }
    }
    return new OpenWaits(kept);
  }

  OpenWaits without(int call) {
    return new OpenWaits(each.stream().filter(wait -> wait.call() != call).toList());
  }

  public Optional<Wait> of(int call) {
    return each.stream().filter(wait -> wait.call() == call).findFirst();
  }

  boolean isOf(HostCall call) {
    return of(call.call()).isPresent();
  }

  /** The questions. */
  public Stream<Wait> asks() {
    return each.stream().filter(wait -> wait.ask().isPresent());
  }

  /** Those whose time has come. */
  public List<Wait> over(Instant now) {
    return each.stream()
        .filter(wait -> wait.due().filter(due -> !due.isAfter(now)).isPresent())
        .toList();
  }

  /** The next time at which one has waited long enough. */
  public Optional<Instant> due() {
    return each.stream().flatMap(wait -> wait.due().stream()).min(Instant::compareTo);
  }
}
