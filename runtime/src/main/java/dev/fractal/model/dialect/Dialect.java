package dev.fractal.model.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.model.ModelRequest;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * How one provider is spoken to. LangChain4j writes the requests and cuts the streams into events;
 * what an event says is read here, because the library takes counts that are not reported for zero.
 */
interface Dialect {
  /** The library's model, which sends what it writes through {@code http}. */
  StreamingChatModel model(String name, HttpClientBuilder http);

  ChatRequest chat(ModelRequest request);

  /** A reader for the events of one reply. */
  EventReader reader(String model);

  /** How long an error's body asks to wait, where the headers do not say. */
  default Optional<Duration> retryAfter(JsonNode error) {
    return Optional.empty();
  }
}
