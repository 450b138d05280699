package dev.fractal.session.state;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.event.Delivery;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.event.StepRecord.Wave;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The host calls of a cell that is not over: what it waits for, and what it has not been given yet.
 *
 * @param cell whose calls they are
 * @param delivery when it goes on
 * @param made since it went on last
 * @param waited it has not been given their results, in the order in which they were made
 * @param arrived results that it has not been given, in the order in which they were written
 * @param waits for people and times
 * @param approved calls that a person said yes to
 */
public record Pending(
    int cell,
    Delivery delivery,
    List<HostCall> made,
    List<HostCall> waited,
    List<HostResult> arrived,
    OpenWaits waits,
    List<Integer> approved) {
  public static final Pending NONE =
      new Pending(0, Delivery.BATCHES, List.of(), List.of(), List.of(), OpenWaits.NONE, List.of());

  public Pending {
    made = List.copyOf(made);
    waited = List.copyOf(waited);
    arrived = List.copyOf(arrived);
    approved = List.copyOf(approved);
  }

  /** A cell suspends; what is left of one before it is of no use any more. */
  Pending asked(int by, Delivery how, List<HostCall> calls) {
    if (by != cell && isOpen()) {
      throw new IllegalStateException("calls of cell " + cell + " are open while another one asks");
    }
    var before = by == cell ? this : NONE;
    return new Pending(
        by,
        how,
        calls,
        joined(before.waited, calls),
        before.arrived,
        before.waits,
        before.approved);
  }

  /** Calls without a result, in the order in which they were made. */
  public Stream<HostCall> open() {
    if (arrived.isEmpty()) {
      return waited.stream();
    }
    var settled = numbers(arrived);
    return waited.stream().filter(call -> !settled.contains(call.call()));
  }

  public boolean isOpen() {
    return arrived.size() < waited.size();
  }

  /** Whether each of the results is of another call that has none. */
  boolean takes(List<HostResult> more) {
    var numbers = numbers(more);
    return numbers.size() == more.size()
        && open().map(HostCall::call).collect(Collectors.toSet()).containsAll(numbers);
  }

  Pending with(List<HostResult> results) {
    var more = new Pending(cell, delivery, made, waited, joined(arrived, results), waits, approved);
    return waits.each().isEmpty() ? more : more.with(waits.only(more.open().toList()));
  }

  private Pending with(OpenWaits changed) {
    return new Pending(cell, delivery, made, waited, arrived, changed, approved);
  }

  /** An open call waits for a person or a time. */
  Pending waiting(OpenWaits.Wait wait) {
    if (open().noneMatch(call -> call.call() == wait.call())) {
      throw new IllegalStateException("no open call " + wait.call() + " waits");
    }
    return with(waits.plus(wait));
  }

  /** A person said yes to a call, which is made with other arguments if there are some. */
  Pending approved(int number, Optional<Content> arguments) {
    var edited =
        waited.stream()
            .map(
                call ->
                    call.call() == number && arguments.isPresent()
                        ? new HostCall(number, call.function(), arguments.get(), call.promise())
                        : call)
            .toList();
    return new Pending(
        cell,
        delivery,
        made,
        edited,
        arrived,
        waits.without(number),
        joined(approved, List.of(number)));
  }

  boolean isApproved(HostCall call) {
    return approved.contains(call.call());
  }

  /**
   * Whether each open call is known to wait for a person or a time, and there is one.
   *
   * @param others calls that are known to wait for a person in another way
   */
  boolean onlyWaits(Predicate<HostCall> others) {
    return isOpen() && open().allMatch(call -> waits.isOf(call) || others.test(call));
  }

  /** Whether the cell goes on with what has arrived. */
  public boolean isDue() {
    return !isOpen() || (delivery == Delivery.BATCHES && settlesOne());
  }

  /** Whether a result has arrived of a promise that waits for nothing else. */
  private boolean settlesOne() {
    var waiting = open().map(HostCall::promise).collect(Collectors.toSet());
    var promises = new HashMap<Integer, Integer>();
    waited.forEach(call -> promises.put(call.call(), call.promise()));
    return arrived.stream()
        .filter(result -> !(result.answer() instanceof Answer.Cancelled))
        .anyMatch(result -> !waiting.contains(promises.get(result.call())));
  }

  /** What the cell asked for and goes on with. */
  Wave wave(Instant clock, Budget left) {
    return new Wave(cell, made, given(), clock, left);
  }

  private List<HostResult> given() {
    return switch (delivery) {
      case BATCHES -> arrived;
      case ALL -> arrived.stream().sorted(Comparator.comparingInt(HostResult::call)).toList();
    };
  }

  /** The cell has gone on with what had arrived. */
  Pending delivered() {
    return new Pending(cell, delivery, List.of(), open().toList(), List.of(), waits, approved);
  }

  private static Set<Integer> numbers(List<HostResult> results) {
    return results.stream().map(HostResult::call).collect(Collectors.toSet());
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
