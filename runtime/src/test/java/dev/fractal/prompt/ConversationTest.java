package dev.fractal.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.ModelRequest.ChatMessage;
import dev.fractal.model.ModelRequest.Speaker;
import dev.fractal.persistence.payload.InMemoryPayloadStore;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.Message.Author;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConversationTest {
  private static final Message FRAME = message(Author.FRAME, "turn 1");
  private static final Message CALLER = message(Author.CALLER, "count");
  private static final Message MODEL = message(Author.MODEL, "a cell");
  private static final Message SEEN = message(Author.OBSERVATION, "7");

  private final InMemoryPayloadStore payloads = new InMemoryPayloadStore();
  private final Conversation conversation = new Conversation(payloads);

  private static Message message(Author author, String text) {
    return new Message(author, 1, Content.inline(text));
  }

  private static ChatMessage said(Speaker speaker, String text) {
    return new ChatMessage(speaker, text);
  }

  @Test
  void aFrameStandsBeforeTheMessageThatFollowsIt() {
    assertThat(conversation.of("doctrine", "", List.of(FRAME, CALLER, MODEL, SEEN)))
        .containsExactly(
            said(Speaker.SYSTEM, "doctrine"),
            said(Speaker.USER, "turn 1\n\ncount"),
            said(Speaker.ASSISTANT, "a cell"),
            said(Speaker.USER, "7"));
  }

  @Test
  void everyWindowIsRenderedAsIfItWereTheFirst() {
    var other = message(Author.MODEL, "another cell");
    var windows =
        List.of(
            List.of(FRAME),
            List.of(FRAME, CALLER, MODEL, SEEN),
            List.of(FRAME, CALLER, MODEL, SEEN, FRAME, CALLER),
            List.of(FRAME, CALLER),
            List.of(FRAME, CALLER, other, SEEN),
            List.of(message(Author.DIGEST, "so far"), FRAME, CALLER, other),
            List.<Message>of());

    for (var window : windows) {
      assertThat(conversation.of("doctrine", "", window))
          .isEqualTo(new Conversation(payloads).of("doctrine", "", window));
    }
  }

  @Test
  void aStepsMessagesBeginWithThoseOfTheStepBefore() {
    var whole = List.of(FRAME, CALLER, MODEL, SEEN, MODEL, SEEN, FRAME, CALLER, MODEL, SEEN);
    var before = List.of(said(Speaker.SYSTEM, "doctrine"));

    for (var end : List.of(2, 4, 6, 8, 10)) {
      var now = new Conversation(payloads).of("doctrine", "tools", whole.subList(0, end));
      assertThat(now).startsWith(before.toArray(ChatMessage[]::new)).hasSizeGreaterThan(end / 2);
      before = now;
    }
  }

  @Test
  void whatWasRenderedBeforeIsKept() {
    var stored = new Message(Author.CALLER, 1, payloads.keep("x".repeat(Content.INLINE_LIMIT + 1)));
    var shorter = conversation.of("doctrine", "", List.of(stored));
    var longer = conversation.of("doctrine", "", List.of(stored, MODEL));

    assertThat(longer).startsWith(shorter.toArray(ChatMessage[]::new)).hasSize(3);
    assertThat(longer.get(1)).isSameAs(shorter.get(1));
  }
}
