package dev.fractal.model.dialect;

import dev.fractal.model.ModelClient;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.model.wire.ProviderServer;
import dev.fractal.model.wire.StreamedCall;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** A model of a provider, asked in its dialect. */
final class DialectModelClient implements ModelClient {
  private static final StreamingChatResponseHandler UNHEARD =
      new StreamingChatResponseHandler() {
        @Override
        public void onCompleteResponse(ChatResponse response) {}

        @Override
        public void onError(Throwable error) {}
      };

  private final ProviderServer server;
  private final Dialect dialect;
  private final String name;
  private final StreamingChatModel model;
  private final ScheduledExecutorService timer;

  DialectModelClient(
      ProviderServer server, Dialect dialect, String name, ScheduledExecutorService timer) {
    this.server = server;
    this.dialect = dialect;
    this.name = name;
    this.model = dialect.model(name, new Transport(server.http()));
    this.timer = timer;
  }

  @Override
  public CompletableFuture<ModelReply> complete(ModelRequest request, Consumer<String> deltas) {
    StreamedCall call = StreamedCall.open(server, name, request, deltas, timer);
    DialectExchange exchange =
        new DialectExchange(request.key(), call, dialect, dialect.reader(name));
    try {
      ScopedValue.where(Transport.EXCHANGE, exchange)
          .run(() -> model.chat(dialect.chat(request), UNHEARD));
    } catch (RuntimeException unwritable) {
      call.result().cancel(false);
      throw unwritable;
    }
    return call.result();
  }
}
