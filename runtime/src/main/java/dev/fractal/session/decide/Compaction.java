package dev.fractal.session.decide;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.Message.Author;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.event.SessionEvent.SessionCompacted;
import dev.fractal.session.state.Core;
import dev.fractal.session.state.SessionState;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Shortens a transcript to a digest: what was asked and what came out, turn by turn, and the names
 * of the variables, which hold the substance. It is a function of the state and costs no model
 * call.
 */
final class Compaction {
  private static final int LINE = 240;
  private static final int DIGEST = 4_000;
  private static final String LEFT_OUT = " The oldest are left out.";

  private Compaction() {}

  /** Compacts the session and publishes its head; nothing happens to an empty transcript. */
  static void compact(Draft draft, Core core) {
    if (core.transcript().window().isEmpty()) {
      return;
    }
    var digest = new Message(Author.DIGEST, 0, Content.inline(digest(core)));
    draft.add(new SessionCompacted(List.of(digest), draft.now()));
    if (draft.state() instanceof SessionState.Live live) {
      draft.publish(live.core(), Head.Kind.COMPACTION, live.core().ledger().begun());
    }
  }

  private static String digest(Core core) {
    var lines = new ArrayList<String>();
    for (Message message : core.transcript().window()) {
      switch (message.author()) {
        case DIGEST -> lines.addAll(previous(message));
        case CALLER -> lines.add(turn(message) + " asked: " + brief(message.content()));
        case TOLD -> lines.add("  it was told: " + brief(message.content()));
        case FRAME, MODEL, OBSERVATION -> {}
      }
      core.ledger()
          .result(message.turn())
          .filter(_ -> message.author() == Author.CALLER)
          .ifPresent(result -> lines.add(outcome(result.outcome())));
    }
    return shortened(lines, isShortened(core)) + variables(core);
  }

  /** Turns of the session that this one was derived from have no number here. */
  private static String turn(Message message) {
    return message.turn() == 0 ? "Turn of the source" : "Turn " + message.turn();
  }

  private static String outcome(TurnOutcome outcome) {
    return switch (outcome) {
      case TurnOutcome.Finished(var value) -> "  it gave: " + brief(value);
      case TurnOutcome.Aborted(var status, var reason) ->
          "  it ended " + status.wire() + ": " + reason.message();
    };
  }

  private static List<String> previous(Message digest) {
    return digest.content() instanceof Content.Inline(var text)
        ? text.lines().filter(line -> line.startsWith("Turn ") || line.startsWith("  it ")).toList()
        : List.of();
  }

  /** Whether turns were left out of an earlier digest already. */
  private static boolean isShortened(Core core) {
    return core.transcript().window().stream()
        .filter(message -> message.author() == Author.DIGEST)
        .anyMatch(
            message ->
                message.content() instanceof Content.Inline(var text) && text.contains(LEFT_OUT));
  }

  private static String shortened(List<String> lines, boolean already) {
    int from = lines.size();
    int length = 0;
    while (from > 0 && length + lines.get(from - 1).length() < DIGEST) {
      from--;
      length += lines.get(from).length() + 1;
    }
    var text = new StringBuilder("[Earlier turns, shortened.");
    if (from > 0 || already) {
      text.append(LEFT_OUT);
    }
    text.append("]\n");
    lines.subList(from, lines.size()).forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private static String variables(Core core) {
    var names = new TreeSet<>(core.workspace().digests().keySet());
    return names.isEmpty()
        ? "No variables are defined."
        : "Variables that are defined: " + cut(String.join(", ", names), DIGEST);
  }

  private static String brief(Content content) {
    return switch (content) {
      case Content.Inline(var text) -> cut(text.strip().replace('\n', ' '), LINE);
      case Content.Stored(var id, var length) -> "(" + length + " characters, " + id + ")";
    };
  }

  private static String cut(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit) + "…";
  }
}
