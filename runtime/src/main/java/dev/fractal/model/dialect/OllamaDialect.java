package dev.fractal.model.dialect;

import dev.fractal.model.ModelRequest;
import dev.fractal.model.PriceTable;
import dev.fractal.model.wire.ApiKey;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.ollama.OllamaStreamingChatModel.OllamaStreamingChatModelBuilder;
import java.net.URI;
import java.util.Map;

/**
 * Ollama's own API, for its OpenAI-compatible one has no say in the length of the context, and what
 * does not fit the server's default is cut off in silence.
 *
 * @param context tokens of prompt and reply; 0 for the server's default
 */
record OllamaDialect(URI baseUrl, ApiKey key, int context, PriceTable prices) implements Dialect {
  @Override
  public StreamingChatModel model(String name, HttpClientBuilder http) {
    OllamaStreamingChatModelBuilder model =
        new OllamaStreamingChatModelBuilder()
            .httpClientBuilder(http)
            .baseUrl(baseUrl.toString())
            .modelName(name)
            .customHeaders(
                key.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + key.value()));
    if (context > 0) {
      model.numCtx(context);
    }
    return model.build();
  }

  @Override
  public ChatRequest chat(ModelRequest request) {
    return ChatRequest.builder().messages(ChatMessages.of(request)).build();
  }

  @Override
  public EventReader reader(String model) {
    return new OllamaReader(model, prices);
  }
}
