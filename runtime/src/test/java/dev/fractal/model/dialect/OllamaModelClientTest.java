package dev.fractal.model.dialect;

import static dev.fractal.model.ModelRequests.UNHEARD;
import static dev.fractal.model.ModelRequests.conversation;
import static dev.fractal.model.ModelRequests.reply;
import static dev.fractal.model.ModelRequests.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.ModelCallException.Kind;
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
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OllamaModelClientTest extends WireContract {
  @Override
  protected StubFormat format() {
    return StubFormat.OLLAMA;
  }

  @Override
  protected String provider() {
    return "ollama";
  }

  @Override
  protected ModelSource source(URI root, ApiKey key, PriceTable prices) {
    return source(root, key, 8192);
  }

  private ModelSource source(URI root, ApiKey key, int context) {
    var access = new DialectModels.Access(root, key, Duration.ofSeconds(5), prices());
    return DialectModels.ollama(access, context, timer);
  }

  /** Input costs the same from the cache, else the unknown count would make the cost unknown. */
  @Override
  protected PriceTable prices() {
    return Prices.of("stub", "2", "2", "7.5");
  }

  @Override
  protected Quantity cached(long tokens) {
    return Quantity.unknown();
  }

  @Override
  protected String refusal() {
    return "content_filter";
  }

  @Override
  protected String length() {
    return "length";
  }

  @Test
  void theRequestIsAStreamedChat() throws InterruptedException {
    reply(call());

    StubRequest request = requests.take();
    assertThat(request.path()).isEqualTo("/api/chat");
    assertThat(request.headers()).containsEntry("authorization", "Bearer " + KEY);
    assertThat(request.body().path("model").asText()).isEqualTo("m");
    assertThat(request.body().path("stream").asBoolean()).isTrue();
    assertThat(request.body().at("/options/num_ctx").asInt()).isEqualTo(8192);
    assertThat(request.body().path("messages"))
        .isEqualTo(
            Recording.json(
                """
                [{"role": "system", "content": "You are a test."},
                 {"role": "user", "content": "go"}]
                """));
  }

  @Test
  void withoutAKeyNoneIsSentAndTheServerMayChooseTheContext() throws InterruptedException {
    try (ModelSource source = source(stub.root(), ApiKey.NONE, 0)) {
      reply(source.model("m").complete(root("go"), UNHEARD));
    }

    StubRequest request = requests.take();
    assertThat(request.headers()).doesNotContainKey("authorization");
    assertThat(request.body().at("/options/num_ctx").isMissingNode()).isTrue();
  }

  @Test
  void theNextStepBeginsWithTheBytesOfTheOneBefore() throws InterruptedException {
    reply(client().complete(root("go"), UNHEARD));
    reply(client().complete(conversation("go", "FINAL(1)", "an observation"), UNHEARD));

    String first = requests.take().body().path("messages").toString();
    String second = requests.take().body().path("messages").toString();
    assertThat(second).startsWith(first.substring(0, first.length() - 1));
  }

  @Test
  void theDocumentedStreamsAreUnderstood() {
    behaviour = request -> new StubReply.Recorded(Recording.of("ollama-chat.ndjson"));
    ModelReply reply = reply(call());
    assertThat(reply.text()).isEqualTo("The sky");
    assertThat(reply.usage())
        .isEqualTo(
            new Usage(Quantity.of(26), Quantity.of(282), Quantity.unknown(), Quantity.unknown()));

    behaviour = request -> new StubReply.Recorded(Recording.of("ollama-whole.ndjson"));
    assertThat(reply(call()).text()).isEqualTo("Hello! How are you today?");
  }

  @Test
  void aModelThatIsNotThereIsSaidInTheServersWords() {
    var failure = failing(new StubReply.Body(404, Recording.of("ollama-not-found.json")));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_REQUEST);
    assertThat(failure).hasMessageContaining("try pulling it first");
  }
}
