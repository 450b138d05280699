package dev.fractal.model.dialect;

import static dev.fractal.model.ModelRequests.UNHEARD;
import static dev.fractal.model.ModelRequests.conversation;
import static dev.fractal.model.ModelRequests.leaf;
import static dev.fractal.model.ModelRequests.reply;
import static dev.fractal.model.ModelRequests.root;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.model.ModelReply;
import dev.fractal.model.PriceTable;
import dev.fractal.model.Prices;
import dev.fractal.model.stub.Recording;
import dev.fractal.model.stub.StubFormat;
import dev.fractal.model.stub.StubReply;
import dev.fractal.model.stub.StubRequest;
import dev.fractal.model.wire.ApiKey;
import dev.fractal.model.wire.ModelSource;
import dev.fractal.model.wire.WireContract;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnthropicModelClientTest extends WireContract {
  @Override
  protected StubFormat format() {
    return StubFormat.ANTHROPIC;
  }

  @Override
  protected String provider() {
    return "anthropic";
  }

  @Override
  protected ModelSource source(URI root, ApiKey key, PriceTable prices) {
    var access = new DialectModels.Access(root, key, Duration.ofSeconds(5), prices);
    return DialectModels.anthropic(access, 32_000, timer);
  }

  @Override
  protected PriceTable prices() {
    return new PriceTable(
        "a test",
        Map.of(
            "stub", Prices.price("4.5", "1", "4.5", "12.5"),
            "m", Prices.price("3", "0.3", "3.75", "15")));
  }

  @Override
  protected String refusal() {
    return "refusal";
  }

  @Override
  protected String length() {
    return "max_tokens";
  }

  @Test
  void theRequestIsAStreamedMessageWithMarksForTheCache() throws InterruptedException {
    reply(call());

    StubRequest request = requests.take();
    assertThat(request.path()).isEqualTo("/v1/messages");
    assertThat(request.headers())
        .containsEntry("x-api-key", KEY)
        .containsEntry("anthropic-version", "2023-06-01")
        .doesNotContainKey("authorization");
    assertThat(request.body())
        .isEqualTo(
            Recording.json(
                """
                {"model": "m", "max_tokens": 32000, "stream": true,
                 "system": [{"type": "text", "text": "You are a test.",
                             "cache_control": {"type": "ephemeral"}}],
                 "messages": [{"role": "user",
                               "content": [{"type": "text", "text": "go",
                                            "cache_control": {"type": "ephemeral"}}]}]}
                """));
  }

  @Test
  void aLeafsInputIsNotWrittenToTheCache() throws InterruptedException {
    reply(client().complete(leaf("once"), UNHEARD));

    JsonNode body = requests.take().body();
    assertThat(body.at("/system/0/cache_control/type").asText()).isEqualTo("ephemeral");
    assertThat(body.at("/messages/0/content/0").has("cache_control")).isFalse();
  }

  @Test
  void theNextStepBeginsWithTheBytesOfTheOneBefore() throws InterruptedException {
    reply(client().complete(root("go"), UNHEARD));
    reply(client().complete(conversation("go", "FINAL(1)", "an observation"), UNHEARD));

    ObjectNode first = unmarked(requests.take().body());
    ObjectNode second = unmarked(requests.take().body());
    assertThat(second.path("system").toString()).isEqualTo(first.path("system").toString());
    assertThat(second.path("messages").toString())
        .startsWith(withoutEnd(first.path("messages").toString()));
  }

  @Test
  void atMostTwoMarksAreSetHoweverLongTheConversation() throws InterruptedException {
    reply(client().complete(conversation("a", "b", "c", "d", "e", "f", "g"), UNHEARD));

    assertThat(requests.take().body().findValues("cache_control")).hasSize(2);
  }

  /** A mark says where the prefix ends and is no part of it. */
  private static ObjectNode unmarked(JsonNode body) {
    body.findParents("cache_control")
        .forEach(block -> ((ObjectNode) block).remove("cache_control"));
    return (ObjectNode) body;
  }

  private static String withoutEnd(String array) {
    return array.substring(0, array.length() - 1);
  }

  @Test
  void anAnswerWithoutWordsIsLeftOutOfTheNextRequest() throws InterruptedException {
    reply(client().complete(conversation("a", "", "c"), UNHEARD));

    ArrayNode messages = (ArrayNode) requests.take().body().path("messages");
    assertThat(messages).hasSize(2).allMatch(said -> said.path("role").asText().equals("user"));
  }

  @Test
  void theCountsOfTheCacheAddUpToTheInput() {
    behaviour = request -> new StubReply.Recorded(Recording.of("anthropic-cached.sse"));

    ModelReply reply = reply(call());

    assertThat(reply.text()).isEqualTo("Hello!");
    assertThat(reply.usage())
        .isEqualTo(
            new Usage(
                Quantity.of(21 + 188_086 + 456),
                Quantity.of(393),
                Quantity.of(188_086),
                Quantity.of(new BigDecimal("0.0640938"))));
  }

  @Test
  void theDocumentedStreamsAreUnderstood() {
    behaviour = request -> new StubReply.Recorded(Recording.of("anthropic-basic.sse"));
    assertThat(reply(call()).text()).isEqualTo("Hello!");
    assertThat(reply(call()).usage())
        .isEqualTo(
            new Usage(Quantity.of(25), Quantity.of(15), Quantity.unknown(), Quantity.unknown()));

    behaviour = request -> new StubReply.Recorded(Recording.of("anthropic-thinking.sse"));
    assertThat(reply(call()).text()).isEqualTo("The greatest common divisor is **21**.");
    assertThat(failing(new StubReply.Recorded(Recording.of("anthropic-overloaded.sse"))))
        .hasMessageContaining("Overloaded");
    assertThat(List.copyOf(requests)).hasSize(4);
  }
}
