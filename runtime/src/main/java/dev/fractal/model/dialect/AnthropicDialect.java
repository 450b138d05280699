package dev.fractal.model.dialect;

import dev.fractal.model.ModelRequest;
import dev.fractal.model.PriceTable;
import dev.fractal.model.wire.ApiKey;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Anthropic's Messages API. It caches up to the marks that a request sets: one stands after the
 * system prompt, and in a loop, whose next request repeats this one, another after the newest
 * message. A leaf's input comes once, so writing it to the cache would only cost.
 */
record AnthropicDialect(URI baseUrl, ApiKey key, int maxTokens, PriceTable prices)
    implements Dialect {
  private static final String MARK = "cache_control";
  private static final String FOR_MINUTES = "ephemeral";

  @Override
  public StreamingChatModel model(String name, HttpClientBuilder http) {
    return AnthropicStreamingChatModel.builder()
        .httpClientBuilder(http)
        .baseUrl(baseUrl + "/v1")
        .apiKey(key.value())
        .modelName(name)
        .maxTokens(maxTokens)
        .cacheSystemMessages(true)
        .build();
  }

  @Override
  public ChatRequest chat(ModelRequest request) {
    List<ChatMessage> messages = new ArrayList<>(ChatMessages.of(request));
    boolean repeated = request.role() != ModelRequest.Role.LEAF;
    if (repeated && messages.getLast() instanceof UserMessage newest) {
      newest.attributes().put(MARK, FOR_MINUTES);
    }
    return ChatRequest.builder().messages(messages).build();
  }

  @Override
  public EventReader reader(String model) {
    return new AnthropicReader(model, prices);
  }
}
