package dev.fractal.model.openai;

import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import dev.fractal.model.PriceTable;
import dev.fractal.model.wire.StreamedCall;
import java.util.List;
import java.util.Optional;

/** Feeds a call from the chunks of a stream; one thread at a time calls it. */
record OpenAiStream(StreamedCall call, String model, PriceTable prices)
    implements AsyncStreamResponse.Handler<ChatCompletionChunk> {
  @Override
  public void onNext(ChatCompletionChunk chunk) {
    for (ChatCompletionChunk.Choice choice : chunk._choices().asKnown().orElse(List.of())) {
      choice._delta().asKnown().flatMap(OpenAiStream::piece).ifPresent(call::append);
      choice._finishReason().asKnown().ifPresent(reason -> call.finished(reason.asString()));
    }
    chunk
        ._usage()
        .asKnown()
        .ifPresent(reported -> call.used(ReportedUsage.of(reported, model, prices)));
  }

  private static Optional<String> piece(ChatCompletionChunk.Choice.Delta delta) {
    return delta._content().asKnown().or(() -> delta._refusal().asKnown());
  }

  @Override
  public void onComplete(Optional<Throwable> error) {
    error.ifPresentOrElse(
        problem -> call.fail(OpenAiFailures.of(problem, call.failures())), call::end);
  }
}
