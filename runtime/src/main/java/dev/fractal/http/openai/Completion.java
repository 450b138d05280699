package dev.fractal.http.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import dev.fractal.view.TurnIndex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A turn as the documents of chat completions, whole and in chunks.
 *
 * @param created when the turn was accepted
 * @param model the name by which the caller asked for it
 * @param part what its id has for a question of the turn; empty for its answer
 */
public record Completion(SessionId session, int turn, Instant created, String model, String part) {
  /** Contents of more UTF-16 units than this are sent in several chunks. */
  private static final int PIECE = 16 * 1024;

  /** The completion of a turn that is in its session's journal. Blocks. */
  public static Completion of(SessionId session, int turn, String model, SessionReader reader) {
    var created =
        TurnIndex.of(session, reader).flatMap(index -> index.turn(turn)).stream()
            .flatMap(row -> reader.at(session, List.of(row.span().first())).stream())
            .map(entry -> entry.event().at())
            .findFirst()
            .orElse(Instant.EPOCH);
    return new Completion(session, turn, created, model, "");
  }

  /**
   * The whole answer.
   *
   * @param value JSON text
   * @param usage empty when nobody knows it
   */
  public ObjectNode whole(String value, Optional<ObjectNode> usage) {
    var document = document("chat.completion");
    var choice = document.putArray("choices").addObject().put("index", 0);
    choice
        .putObject("message")
        .put("role", "assistant")
        .put("content", AnswerText.of(value))
        .putNull("refusal");
    choice.putNull("logprobs").put("finish_reason", "stop");
    document.set("usage", Json.tree(usage));
    return document;
  }

  /** The chunk that a stream begins with. */
  public ObjectNode first() {
    return chunk("role", "assistant", "");
  }

  /** A piece of reasoning text. */
  public ObjectNode reasoning(String text) {
    return chunk("reasoning_content", text, "");
  }

  /** The answer and its end. */
  public List<ObjectNode> answer(String value) {
    var text = AnswerText.of(value);
    var chunks = new ArrayList<ObjectNode>();
    for (int from = 0; from < text.length() || chunks.isEmpty(); ) {
      int to = Math.min(text.length(), from + PIECE);
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      chunks.add(chunk("content", text.substring(from, to), ""));
      from = to;
    }
    chunks.add(chunk("", "", "stop"));
    return chunks;
  }

  /** The chunk that has no choice. */
  public ObjectNode usage(Optional<ObjectNode> usage) {
    var document = document("chat.completion.chunk");
    document.putArray("choices");
    document.set("usage", Json.tree(usage));
    return document;
  }

  private ObjectNode chunk(String field, String text, String reason) {
    var document = document("chat.completion.chunk");
    var choice = document.putArray("choices").addObject().put("index", 0);
    var delta = choice.putObject("delta");
    if (!field.isEmpty()) {
      delta.put(field, text);
    }
    choice.putNull("logprobs").put("finish_reason", reason.isEmpty() ? null : reason);
    return document;
  }

  /** The same for a question that the turn asks. */
  public Completion asking(AskNote ask) {
    return new Completion(session, turn, created, model, "-" + ask.ask().place());
  }

  private ObjectNode document(String object) {
    return Json.object()
        .put("id", "chatcmpl-" + session + "-" + turn + part)
        .put("object", object)
        .put("created", created.getEpochSecond())
        .put("model", model);
  }
}
