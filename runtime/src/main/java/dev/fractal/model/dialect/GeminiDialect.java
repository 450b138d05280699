package dev.fractal.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.model.ModelRequest;
import dev.fractal.model.ModelSpecException;
import dev.fractal.model.PriceTable;
import dev.fractal.model.wire.ApiKey;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.googleai.GoogleAiGeminiStreamingChatModel;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Google's Gemini API; it caches prefixes by itself. */
record GeminiDialect(URI baseUrl, ApiKey key, PriceTable prices) implements Dialect {
  /** The name becomes a part of the address. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private static final Pattern SECONDS = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,9})?)s");

  @Override
  public StreamingChatModel model(String name, HttpClientBuilder http) {
    if (!NAME.matcher(name).matches()) {
      throw new ModelSpecException(
          "'gemini:" + name + "' names no model; write letters, digits, '.', '_' and '-' only");
    }
    return GoogleAiGeminiStreamingChatModel.builder()
        .httpClientBuilder(http)
        .baseUrl(baseUrl + "/v1beta")
        .apiKey(key.value())
        .modelName(name)
        .build();
  }

  @Override
  public ChatRequest chat(ModelRequest request) {
    return ChatRequest.builder().messages(ChatMessages.of(request)).build();
  }

  @Override
  public EventReader reader(String model) {
    return new GeminiReader(model, prices);
  }

  /** The wait stands in the details of the error. */
  @Override
  public Optional<Duration> retryAfter(JsonNode error) {
    Matcher wait =
        SECONDS.matcher(error.path("error").path("details").findPath("retryDelay").asText());
    return wait.matches()
        ? Optional.of(Duration.ofNanos(new BigDecimal(wait.group(1)).movePointRight(9).longValue()))
        : Optional.empty();
  }
}
