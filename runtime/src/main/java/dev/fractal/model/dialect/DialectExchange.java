package dev.fractal.model.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.model.wire.RetryAfter;
import dev.fractal.model.wire.StreamedCall;
import dev.fractal.protocol.CallKey;
import dev.langchain4j.http.client.sse.ServerSentEvent;
import dev.langchain4j.http.client.sse.ServerSentEventContext;
import dev.langchain4j.http.client.sse.ServerSentEventListener;
import dev.langchain4j.http.client.sse.ServerSentEventParser;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import okhttp3.ResponseBody;

/** One request and its answer, which it reads into the call. */
record DialectExchange(CallKey key, StreamedCall call, Dialect dialect, EventReader reader) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long LONGEST_ERROR = 64 * 1024;

  /** Reads the answer on the thread that it arrives on. */
  Callback reading(ServerSentEventParser parser) {
    return new Callback() {
      @Override
      public void onFailure(Call http, IOException failure) {
        call.fail(call.failures().unanswered(failure));
      }

      @Override
      public void onResponse(Call http, Response response) {
        try (response) {
          if (response.isSuccessful()) {
            stream(response, parser);
          } else {
            refused(response);
          }
        } catch (IOException | RuntimeException failure) {
          call.fail(call.failures().unanswered(failure));
        }
      }
    };
  }

  private void stream(Response response, ServerSentEventParser parser) {
    ResponseBody body = response.body();
    if (body != null) {
      parser.parse(body.byteStream(), events());
    }
    call.end();
  }

  /** What the library's parser catches must not be lost: a reply with a hole is no reply. */
  private ServerSentEventListener events() {
    return new ServerSentEventListener() {
      @Override
      public void onEvent(ServerSentEvent event, ServerSentEventContext context) {
        try {
          read(event.data());
        } catch (JsonProcessingException | RuntimeException problem) {
          call.fail(call.failures().malformed(problem));
        }
        if (call.result().isDone()) {
          context.parsingHandle().cancel();
        }
      }

      @Override
      public void onError(Throwable failure) {
        call.fail(call.failures().unanswered(failure));
      }
    };
  }

  private void read(String data) throws JsonProcessingException {
    if (data.isBlank() || data.equals("[DONE]")) {
      return;
    }
    JsonNode event = JSON.readTree(data);
    JsonNode error = event.path("error");
    if (error.isMissingNode() || error.isNull()) {
      reader.read(event, call);
    } else {
      call.fail(call.failures().brokeOff(said(event, data)));
    }
  }

  private void refused(Response response) throws IOException {
    String body = response.peekBody(LONGEST_ERROR).string();
    JsonNode error = parsed(body);
    Optional<Duration> wait =
        RetryAfter.of(response.headers()::values, Clock.systemUTC())
            .or(() -> dialect.retryAfter(error));
    call.fail(call.failures().answered(response.code(), said(error, body), wait));
  }

  private static JsonNode parsed(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException notJson) {
      return JSON.missingNode();
    }
  }

  /** All of these providers have the words in one of two places. */
  private static String said(JsonNode body, String otherwise) {
    JsonNode error = body.path("error");
    return error.path("message").asText(error.asText(otherwise));
  }
}
