package dev.fractal.model.openai;

import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.completions.CompletionUsage;
import dev.fractal.model.ModelReply;
import dev.fractal.model.PriceTable;
import dev.fractal.protocol.Usage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Puts the reply together from the pieces of a stream; one thread at a time feeds it. */
final class OpenAiCall implements AsyncStreamResponse.Handler<ChatCompletionChunk> {
  private final String model;
  private final PriceTable prices;
  private final Consumer<String> deltas;
  private final OpenAiFailures failures;
  private final CompletableFuture<ModelReply> result = new CompletableFuture<>();

  private final StringBuilder text = new StringBuilder();
  private Usage usage = Usage.UNKNOWN;
  private boolean finished;

  OpenAiCall(String model, PriceTable prices, Consumer<String> deltas, OpenAiFailures failures) {
    this.model = model;
    this.prices = prices;
    this.deltas = deltas;
    this.failures = failures;
  }

  CompletableFuture<ModelReply> result() {
    return result;
  }

  @Override
  public void onNext(ChatCompletionChunk chunk) {
    if (result.isDone()) {
      return;
    }
    for (ChatCompletionChunk.Choice choice : chunk._choices().asKnown().orElse(List.of())) {
      choice._delta().asKnown().flatMap(OpenAiCall::piece).ifPresent(this::append);
      finished |= choice._finishReason().asKnown().isPresent();
    }
    chunk._usage().asKnown().ifPresent(this::account);
  }

  private static Optional<String> piece(ChatCompletionChunk.Choice.Delta delta) {
    return delta._content().asKnown().or(() -> delta._refusal().asKnown());
  }

  private void append(String piece) {
    if (!piece.isEmpty()) {
      text.append(piece);
      deltas.accept(piece);
    }
  }

  private void account(CompletionUsage reported) {
    usage = ReportedUsage.of(reported, model, prices);
  }

  /** A stream that ends without saying why it finished was cut off. */
  @Override
  public void onComplete(Optional<Throwable> error) {
    if (error.isPresent()) {
      result.completeExceptionally(failures.of(error.get()));
    } else if (finished) {
      result.complete(new ModelReply(text.toString(), usage, 0));
    } else {
      result.completeExceptionally(failures.cutOff());
    }
  }
}
