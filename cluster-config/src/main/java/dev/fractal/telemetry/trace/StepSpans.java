package dev.fractal.telemetry.trace;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.CellReport.Ending;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.session.state.HostFunctions;
import dev.fractal.telemetry.trace.FinishedSpan.Interval;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The cells of one step and what they call. The journal knows when a cell called the host, not when
 * it began: of cells that follow each other, each spans the time in which it can have run.
 */
final class StepSpans {
  private final SpanSheet sheet;
  private final int step;
  private final Instant begun;
  private final Map<Place, Asked> open = new LinkedHashMap<>();
  private final TreeMap<Integer, Interval> hosts = new TreeMap<>();

  /** A call of a cell, both from 0. */
  private record Place(int cell, int call) {}

  private record Asked(HostCall call, Instant at) {}

  StepSpans(SpanSheet sheet, int step, Instant begun) {
    this.sheet = sheet;
    this.step = step;
    this.begun = begun;
  }

  void requested(HostCallsRequested event) {
    seen(event.cell(), event.at());
    for (var call : event.calls()) {
      open.put(new Place(event.cell(), call.call()), new Asked(call, event.at()));
    }
  }

  void completed(HostCallsCompleted event) {
    seen(event.cell(), event.at());
    for (var result : event.results()) {
      var place = new Place(event.cell(), result.call());
      var asked = open.remove(place);
      if (asked != null) {
        answered(place, asked, result, event.at());
      }
    }
  }

  private CallKey key(int cell, HostCall call) {
    var turn = sheet.turn();
    boolean model = HostFunctions.isLeaf(call) || HostFunctions.isChild(call);
    return model
        ? CallKey.host(turn.session(), turn.turn(), step, cell, call.call())
        : CallKey.gate(turn.session(), turn.turn(), step, cell, call.call());
  }

  private void seen(int cell, Instant at) {
    hosts.merge(
        cell, new Interval(at, at), (known, more) -> new Interval(known.begun(), more.ended()));
  }

  /** A child's turn tells its own span, unless it never came to one. */
  private void answered(Place place, Asked asked, HostResult result, Instant at) {
    var attributes = Attributes.builder();
    if (result.answer() instanceof Answer.Failed(var failure)) {
      attributes.put(GenAi.ERROR, failure.type());
    } else if (result.answer() instanceof Answer.Cancelled) {
      attributes.put(GenAi.ERROR, "Cancelled");
    } else if (HostFunctions.isChild(asked.call())) {
      return;
    }
    if (HostFunctions.isLeaf(asked.call())) {
      GenAi.usage(attributes, known(result.spend()));
      GenAi.lost(attributes, result.spend().lost());
    }
    call(place, asked, at, attributes);
  }

  /** Who did not answer did not say that it was nothing. */
  private static Usage known(Spend spend) {
    return spend.replies() == 0 ? Usage.UNKNOWN : spend.usage();
  }

  private void call(Place place, Asked asked, Instant at, AttributesBuilder attributes) {
    var key = key(place.cell(), asked.call());
    var cell = sheet.cell(step, place.cell());
    var time = new Interval(asked.at(), at);
    if (HostFunctions.isLeaf(asked.call())) {
      attributes.put(GenAi.STEP, step);
      sheet.chat(key, Optional.of(cell), time, "leaf", attributes.build());
    } else {
      sheet.tool(key, asked.call().function(), cell, time, attributes.build());
    }
  }

  void evaluated(CellsEvaluated event) {
    for (int cell = 0; cell < event.cells().size(); cell++) {
      var ending = event.cells().get(cell).ending();
      if (ending != Ending.SKIPPED) {
        sheet.cell(sheet.cell(step, cell), time(cell, event.at()), described(ending));
      }
    }
  }

  private Interval time(int cell, Instant end) {
    var before = hosts.lowerEntry(cell);
    var after = hosts.higherEntry(cell);
    return new Interval(
        before == null ? begun : before.getValue().ended(),
        after == null ? end : after.getValue().begun());
  }

  private static Attributes described(CellReport.Ending ending) {
    var attributes = Attributes.builder().put(GenAi.OUTCOME, ending.wire());
    switch (ending) {
      case COMPLETED, FINAL, SKIPPED -> {}
      case MISMATCH, REJECTED, THREW, LIMIT -> attributes.put(GenAi.ERROR, ending.wire());
    }
    return attributes.build();
  }

  /** The turn ended before the step did; what was open ends with it. */
  void abandoned(String why, Instant at) {
    open.forEach(
        (place, asked) -> call(place, asked, at, Attributes.builder().put(GenAi.ERROR, why)));
    for (int cell : hosts.keySet()) {
      boolean last = cell == hosts.lastKey();
      sheet.cell(
          sheet.cell(step, cell),
          time(cell, at),
          last
              ? Attributes.of(GenAi.OUTCOME, "abandoned", GenAi.ERROR, why)
              : described(Ending.COMPLETED));
    }
  }
}
