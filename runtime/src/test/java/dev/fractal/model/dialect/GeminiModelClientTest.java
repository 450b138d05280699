package dev.fractal.model.dialect;

import static dev.fractal.model.ModelRequests.UNHEARD;
import static dev.fractal.model.ModelRequests.conversation;
import static dev.fractal.model.ModelRequests.reply;
import static dev.fractal.model.ModelRequests.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelSpecException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeminiModelClientTest extends WireContract {
  @Override
  protected StubFormat format() {
    return StubFormat.GEMINI;
  }

  @Override
  protected String provider() {
    return "gemini";
  }

  @Override
  protected ModelSource source(URI root, ApiKey key, PriceTable prices) {
    var access = new DialectModels.Access(root, key, Duration.ofSeconds(5), prices);
    return DialectModels.gemini(access, timer);
  }

  @Override
  protected PriceTable prices() {
    return Prices.of("stub", "4.5", "1", "12.5");
  }

  @Override
  protected String refusal() {
    return "SAFETY";
  }

  @Override
  protected String length() {
    return "MAX_TOKENS";
  }

  @Test
  void theRequestAsksForAStreamOfContent() throws InterruptedException {
    reply(client().complete(conversation("go", "FINAL(1)", "seen"), UNHEARD));

    StubRequest request = requests.take();
    assertThat(request.path()).isEqualTo("/v1beta/models/m:streamGenerateContent?alt=sse");
    assertThat(request.headers()).containsEntry("x-goog-api-key", KEY);
    assertThat(request.body().path("systemInstruction").at("/parts/0/text").asText())
        .isEqualTo("You are a test.");
    assertThat(request.body().path("contents"))
        .isEqualTo(
            Recording.json(
                """
                [{"parts": [{"text": "go"}], "role": "user"},
                 {"parts": [{"text": "FINAL(1)"}], "role": "model"},
                 {"parts": [{"text": "seen"}], "role": "user"}]
                """));
  }

  @Test
  void theNextStepBeginsWithTheBytesOfTheOneBefore() throws InterruptedException {
    reply(client().complete(root("go"), UNHEARD));
    reply(client().complete(conversation("go", "FINAL(1)", "an observation"), UNHEARD));

    String first = requests.take().body().path("contents").toString();
    String second = requests.take().body().path("contents").toString();
    assertThat(second).startsWith(first.substring(0, first.length() - 1));
  }

  @Test
  void theDocumentedStreamsAreUnderstood() {
    behaviour = request -> new StubReply.Recorded(Recording.of("gemini-thinking.sse"));

    ModelReply reply = reply(call());

    assertThat(reply.text()).isEqualTo("AI works by learning patterns.");
    assertThat(reply.usage())
        .isEqualTo(
            new Usage(Quantity.of(4), Quantity.of(8 + 21), Quantity.zero(), Quantity.unknown()));
  }

  @Test
  void aPromptThatIsBlockedSaysWhy() {
    assertThat(failing(new StubReply.Recorded(Recording.of("gemini-blocked.sse"))))
        .hasMessageContaining("PROHIBITED_CONTENT");
  }

  @Test
  void theWaitMayStandInTheError() {
    assertThat(failing(new StubReply.Body(429, Recording.of("gemini-quota.json"))).retryAfter())
        .contains(Duration.ofMillis(34_074).plusNanos(824_224));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../files", "m?alt=json", "m#x", "a b", "%2e%2e"})
  void aNameThatWouldChangeTheAddressIsRefused(String name) {
    assertThatThrownBy(() -> models(stub.root()).model(name))
        .isInstanceOf(ModelSpecException.class)
        .hasMessageContaining("gemini:" + name);
  }
}
