package dev.fractal.model.openai;

import com.openai.errors.OpenAIInvalidDataException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.SseException;
import dev.fractal.model.ModelCallException;
import dev.fractal.model.wire.CallFailures;
import dev.fractal.model.wire.RetryAfter;
import java.time.Clock;
import java.util.concurrent.CompletionException;

/** Reads what the vendor's client throws. */
final class OpenAiFailures {
  private OpenAiFailures() {}

  static ModelCallException of(Throwable failure, CallFailures failures) {
    return switch (failure) {
      case CompletionException wrapper when wrapper.getCause() != null ->
          of(wrapper.getCause(), failures);
      case SseException broken -> failures.brokeOff(words(broken));
      case OpenAIServiceException answer ->
          failures.answered(
              answer.statusCode(),
              words(answer),
              RetryAfter.of(answer.headers()::values, Clock.systemUTC()));
      case OpenAIInvalidDataException unreadable -> failures.malformed(unreadable);
      default -> failures.unanswered(failure);
    };
  }

  private static String words(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
