package dev.fractal.http.wire;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/**
 * Answers what is not even HTTP. Named in the settings of the server, which makes one by its name.
 * It logs nothing: a malformed header may hold a token.
 */
public final class ParsingProblems extends ParsingErrorHandler {
  /** What the server looks for: it expects a Scala object. */
  public static final ParsingProblems MODULE$ = new ParsingProblems();

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo info, LoggingAdapter log, ServerSettings settings) {
    int code = status.intValue() >= 500 ? 400 : status.intValue();
    var kind =
        switch (code) {
          case 413 -> "BodyTooLarge";
          case 414 -> "PathTooLong";
          case 431 -> "HeaderTooLarge";
          default -> "BadHttp";
        };
    return Answers.problem(
        new Problem(code, kind, "the request cannot be read: " + Fields.shortened(info.summary())));
  }
}
