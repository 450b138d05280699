package dev.fractal.model.openai;

import static dev.fractal.model.ModelRequests.UNHEARD;
import static dev.fractal.model.ModelRequests.reply;
import static dev.fractal.model.ModelRequests.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.PriceTable;
import dev.fractal.model.Prices;
import dev.fractal.model.stub.StubFormat;
import dev.fractal.model.stub.StubReply;
import dev.fractal.model.stub.StubRequest;
import dev.fractal.model.wire.ApiKey;
import dev.fractal.model.wire.ModelSource;
import dev.fractal.model.wire.WireContract;
import dev.fractal.protocol.Quantity;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OpenAiModelClientTest extends WireContract {
  @Override
  protected StubFormat format() {
    return StubFormat.OPENAI;
  }

  @Override
  protected String provider() {
    return "openai";
  }

  @Override
  protected ModelSource source(URI root, ApiKey key, PriceTable prices) {
    URI url = URI.create(root + "/v1");
    return new OpenAiModels(url, key, Duration.ofSeconds(5), prices, timer);
  }

  /** The stub reports the cost of the contract's example itself. */
  @Override
  protected PriceTable prices() {
    return Prices.of("priced", "2", "0.5", "8");
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
  void theRequestIsAStreamedChatCompletion() throws InterruptedException {
    reply(call());

    StubRequest request = requests.take();
    assertThat(request.path()).isEqualTo("/v1/chat/completions");
    assertThat(request.headers()).containsEntry("authorization", "Bearer " + KEY);
    assertThat(request.body().toString())
        .contains("\"stream\":true", "\"include_usage\":true", "\"model\":\"m\"");
    assertThat(request.body().path("messages").get(0).path("role").asText()).isEqualTo("system");
  }

  @Test
  void theServersCostWinsOverThePriceTable() {
    String tokens = "\"prompt_tokens\":1000,\"completion_tokens\":100";
    String cached = ",\"prompt_tokens_details\":{\"cached_tokens\":600}";
    behaviour = request -> StubReply.text("x", "{" + tokens + cached + ",\"cost\":0.5}");
    assertThat(usd("priced")).isEqualTo(Quantity.of(new BigDecimal("0.5")));

    behaviour = request -> StubReply.text("x", "{" + tokens + cached + "}");
    assertThat(usd("priced")).isEqualTo(Quantity.of(new BigDecimal("0.0019")));
    assertThat(usd("unlisted")).isEqualTo(Quantity.unknown());

    behaviour = request -> StubReply.text("x", "{" + tokens + "}");
    assertThat(usd("priced")).isEqualTo(Quantity.unknown());
  }

  private Quantity usd(String model) {
    return reply(models(stub.root()).model(model).complete(root("go"), UNHEARD)).usage().usd();
  }
}
