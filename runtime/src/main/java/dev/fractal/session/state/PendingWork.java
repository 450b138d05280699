package dev.fractal.session.state;

import dev.fractal.protocol.event.HostCall;
import dev.fractal.session.state.SessionState.InStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The work of a cell's host calls: leaves that something is reserved for, children that were
 * granted a budget, and the first few calls that need a gate only. What waits for a person or a
 * time is read once, and is no work from then on.
 */
final class PendingWork {
  private PendingWork() {}

  /** Children without a cell first, then the calls, then what else there is. */
  static List<Work> of(InStep at, Work... more) {
    var works = new ArrayList<Work>(Orphans.of(at));
    if (at.pending().isOpen()) {
      Stream.of(gated(at), unread(at), untold(at), unlocked(at))
          .flatMap(each -> each)
          .forEach(works::add);
    }
    works.addAll(List.of(more));
    return works;
  }

  private static Stream<Work> gated(InStep at) {
    return at.open()
        .filter(HostFunctions::isGated)
        .filter(call -> !at.needsYes(call))
        .limit(at.core().spec().limits().parallel())
        .map(call -> new Work.UseGate(at.gateKey(call.call()), call));
  }

  private static Stream<Work> unread(InStep at) {
    return at.open()
        .filter(HostFunctions::isWait)
        .filter(call -> !at.pending().waits().isOf(call))
        .limit(at.core().spec().limits().parallel())
        .map(call -> new Work.ReadWait(at.gateKey(call.call()), call));
  }

  private static Stream<Work> untold(InStep at) {
    return at.open()
        .filter(HostFunctions::isTell)
        .limit(at.core().spec().limits().parallel())
        .map(call -> new Work.Tell(at.gateKey(call.call()), call));
  }

  private static Stream<Work> unlocked(InStep at) {
    return at.open()
        .filter(call -> HostFunctions.isLeaf(call) || HostFunctions.isChild(call))
        .flatMap(call -> work(at, call).stream());
  }

  private static Optional<Work> work(InStep at, HostCall call) {
    var key = at.key(call.call());
    if (!HostFunctions.isChild(call)) {
      return at.core().account().inFlight(key)
          ? Optional.of(new Work.AskLeaf(key, call))
          : Optional.empty();
    }
    var child = at.core().child(key);
    return Optional.ofNullable(at.core().account().ledger().open().get(child))
        .map(grant -> new Work.RunChild(key, call, child, grant));
  }
}
