package dev.fractal.cli;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.fractal.client.Node;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.view.Json;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Words of a person as an answer: the text itself, or the value that they are as JSON where the
 * question has a schema that the text does not fit.
 */
final class AnswerWords {
  private static final String TYPED = "does not fit the schema";
  private static final Set<String> YES = Set.of("y", "yes");

  private AnswerWords() {}

  /** Gives the answer; a refusal becomes a {@link CliException}. */
  static Done give(Node node, AskId ask, String words, String by) {
    try {
      return given(node, ask, TextNode.valueOf(words).toString(), by);
    } catch (CliException e) {
      // As a value it may fit, or be what the same person answered first.
      boolean typed =
          e.type().equals(Refusal.Kind.AskClosed.name())
              || (e.type().equals(Refusal.Kind.AnswerMisfit.name())
                  && String.valueOf(e.getMessage()).contains(TYPED));
      if (!typed || !Json.isJson(words)) {
        throw e;
      }
    }
    return given(node, ask, words, by);
  }

  /** Approves a call with the word {@code yes}; every other one is why it is rejected. */
  static Done decide(Node node, AskId ask, String words, String by) {
    return said(
        node,
        ask,
        () ->
            YES.contains(words.strip().toLowerCase(Locale.ROOT))
                ? new AskReply.Approve(Optional.empty())
                : new AskReply.Reject(words),
        by);
  }

  private static Done given(Node node, AskId ask, String json, String by) {
    return said(node, ask, () -> new AskReply.Value(json), by);
  }

  private static Done said(Node node, AskId ask, Supplier<AskReply.Words> words, String by) {
    AskReply reply;
    try {
      reply = new AskReply(words.get(), by);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()));
    }
    return Replies.expect(Done.class, node.sessions().answer(ask, reply));
  }
}
