package dev.fractal.session.work;

import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.event.Ask;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.ReplayStep;
import dev.fractal.protocol.event.SavedVariable;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.session.state.OpenQuestions;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Reads every stored text that a session needs to go on, whole, and checks its bytes. Each is read
 * once, however many heads need it. Blocks; for one thread.
 */
final class StoredTexts {
  private final PayloadStore payloads;
  private final Map<PayloadId, Optional<Failure>> known = new HashMap<>();
  private SequencedMap<PayloadId, Boolean> needed = new LinkedHashMap<>();

  StoredTexts(PayloadStore payloads) {
    this.payloads = payloads;
  }

  /** Why a session cannot go on here; nothing when all of its texts are sound. */
  Optional<Failure> problem(Live live) {
    needed = new LinkedHashMap<>();
    live.core().transcript().window().forEach(this::need);
    need(live.core().workspace());
    live.core().ledger().queue().forEach(queued -> need(queued.request()));
    if (live instanceof InTurn open) {
      need(open.turn().request());
      need(open.turn().basis().workspace());
    }
    if (live instanceof InStep at) {
      need(at.step());
      at.pending().made().forEach(this::need);
      at.pending().waited().forEach(this::need);
      at.pending().arrived().forEach(this::need);
    }
    OpenQuestions.of(live).forEach(question -> need(question.ask()));
    return firstProblem();
  }

  /** Why a head cannot be gone on from; nothing when all of its texts are sound. */
  Optional<Failure> problem(Continuation head) {
    needed = new LinkedHashMap<>();
    head.window().forEach(this::need);
    need(head.workspace());
    return firstProblem();
  }

  private Optional<Failure> firstProblem() {
    return needed.entrySet().stream()
        .flatMap(
            text -> known.computeIfAbsent(text.getKey(), id -> read(id, text.getValue())).stream())
        .findFirst();
  }

  private Optional<Failure> read(PayloadId id, boolean inParts) {
    try {
      if (inParts) {
        readInParts(id);
      } else {
        payloads.get(id);
      }
      return Optional.empty();
    } catch (PayloadUnavailable e) {
      return Optional.of(new Failure("PayloadUnavailable", String.valueOf(e.getMessage())));
    }
  }

  private void readInParts(PayloadId id) {
    try (var reader = payloads.open(id).reader()) {
      var part = new char[64 * 1024];
      while (reader.read(part) >= 0) {
        // Each part is checked as it is read.
      }
    } catch (IOException e) {
      throw new UncheckedIOException("input " + id + " cannot be read", e);
    }
  }

  private void need(Message message) {
    need(message.content());
  }

  private void need(TurnRequest request) {
    need(request.message());
    request.schema().ifPresent(this::need);
    request.inputs().values().forEach(this::need);
  }

  private void need(Workspace workspace) {
    workspace.saved().values().stream().map(SavedVariable::encoded).forEach(this::need);
    workspace.inputs().values().forEach(this::need);
    workspace.replay().forEach(this::need);
  }

  private void need(ReplayStep step) {
    need(step.step());
    step.inputs().values().forEach(this::need);
  }

  private void need(StepRecord step) {
    need(step.reply());
    for (var wave : step.waves()) {
      wave.calls().forEach(this::need);
      wave.results().forEach(this::need);
    }
  }

  private void need(HostCall call) {
    need(call.arguments());
  }

  private void need(HostResult result) {
    if (result.answer() instanceof HostResult.Answer.Returned(var value)) {
      need(value);
    }
  }

  private void need(Ask ask) {
    Stream.of(ask.details(), ask.schema(), ask.fallback())
        .flatMap(Optional::stream)
        .forEach(this::need);
  }

  private void need(InputRef input) {
    needed.put(input.payload(), true);
  }

  private void need(Content content) {
    if (content instanceof Content.Stored(var id, var _)) {
      needed.putIfAbsent(id, false);
    }
  }
}
