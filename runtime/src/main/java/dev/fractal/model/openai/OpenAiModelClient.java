package dev.fractal.model.openai;

import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import dev.fractal.model.ModelClient;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.model.ModelRequest.ChatMessage;
import dev.fractal.model.PriceTable;
import dev.fractal.model.wire.HttpAttempt;
import dev.fractal.model.wire.HttpAttempts;
import dev.fractal.model.wire.StreamedCall;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * A model on an OpenAI-compatible server, asked by streaming chat completions. The call's key goes
 * along as {@code Idempotency-Key}; the messages go in their order, the system prompt first, so
 * that the provider's cache finds the prefix.
 */
final class OpenAiModelClient implements ModelClient {
  private final OpenAiServer server;
  private final String model;
  private final PriceTable prices;
  private final ScheduledExecutorService timer;

  /** The server and the timer are shared and stay open when this client is closed. */
  OpenAiModelClient(
      OpenAiServer server, String model, PriceTable prices, ScheduledExecutorService timer) {
    this.server = server;
    this.model = model;
    this.prices = prices;
    this.timer = timer;
  }

  @Override
  public CompletableFuture<ModelReply> complete(ModelRequest request, Consumer<String> deltas) {
    StreamedCall call = StreamedCall.open(server.connections(), model, request, deltas, timer);
    AsyncStreamResponse<ChatCompletionChunk> stream =
        server.sdk().chat().completions().createStreaming(params(request, call.attempt()));
    var _ = call.result().whenComplete((reply, failure) -> stream.close());
    var _ = stream.subscribe(new OpenAiStream(call, model, prices));
    return call.result();
  }

  private ChatCompletionCreateParams params(ModelRequest request, HttpAttempt attempt) {
    ChatCompletionCreateParams.Builder params =
        ChatCompletionCreateParams.builder()
            .model(model)
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .putAdditionalHeader("Idempotency-Key", request.key().value())
            .putAdditionalHeader(HttpAttempts.HEADER, attempt.id());
    for (ChatMessage message : request.messages()) {
      switch (message.speaker()) {
        case SYSTEM -> params.addSystemMessage(message.text());
        case USER -> params.addUserMessage(message.text());
        case ASSISTANT -> params.addAssistantMessage(message.text());
      }
    }
    return params.build();
  }
}
