package dev.fractal.http.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.view.Json;
import dev.fractal.view.Member;
import dev.fractal.view.SessionReader;
import dev.fractal.view.TreeView;
import java.util.List;
import java.util.Optional;

/** What a turn used, everything below it included. */
public final class TreeUsage {
  private TreeUsage() {}

  /** Empty when a part of it is unknown. Blocks. */
  public static Optional<ObjectNode> of(
      TurnResult result, List<JournalEntry> journal, SessionReader reader) {
    var own = result.spend().total();
    return document(hasChildren(result, journal) ? own.plus(children(result, reader)) : own);
  }

  private static boolean hasChildren(TurnResult result, List<JournalEntry> journal) {
    return Member.of(journal).stream()
        .flatMap(member -> member.ties().calls().stream())
        .anyMatch(call -> call.turn() == result.turn());
  }

  private static Usage children(TurnResult result, SessionReader reader) {
    return TreeView.of(result.session(), reader).stream()
        .flatMap(tree -> tree.childrenOf(result.turn()).stream())
        .map(child -> child.subtree().total())
        .reduce(Usage.ZERO, Usage::plus);
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
