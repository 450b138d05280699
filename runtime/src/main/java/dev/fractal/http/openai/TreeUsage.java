package dev.fractal.http.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.persistence.outline.TurnRow;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.view.ChildCall;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import dev.fractal.view.TreeView;
import dev.fractal.view.TurnIndex;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a turn used, everything below it included. */
public final class TreeUsage {
  private TreeUsage() {}

  /** Empty when a part of it is unknown. Blocks. */
  public static Optional<ObjectNode> of(TurnResult result, SessionReader reader) {
    return document(
        children(result, reader).stream()
            .flatMap(child -> TreeView.of(child, reader).stream())
            .map(child -> child.subtree().total())
            .reduce(result.spend().total(), Usage::plus));
  }

  /** The sessions that the turn called. */
  private static List<SessionId> children(TurnResult result, SessionReader reader) {
    return TurnIndex.of(result.session(), reader).stream()
        .flatMap(index -> index.turn(result.turn()).stream().flatMap(row -> called(index, row)))
        .toList();
  }

  private static Stream<SessionId> called(TurnIndex index, TurnRow row) {
    var root = index.standing().outline().birth().spec().descent().root();
    return ChildCall.of(index, row).stream()
        .map(call -> SessionId.child(root.orElse(index.session()), call.key()));
  }

  private static Optional<ObjectNode> document(Usage usage) {
    if (!(usage.input() instanceof Quantity.Known(var input))
        || !(usage.output() instanceof Quantity.Known(var output))) {
      return Optional.empty();
    }
    var document =
        Json.object()
            .put("prompt_tokens", input.longValue())
            .put("completion_tokens", output.longValue())
            .put("total_tokens", input.add(output).longValue());
    if (usage.cached() instanceof Quantity.Known(var cached)) {
      document.putObject("prompt_tokens_details").put("cached_tokens", cached.longValue());
    }
    return Optional.of(document);
  }
}
