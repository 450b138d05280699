package dev.fractal.http.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.http.live.LiveEvents;
import dev.fractal.http.live.StreamForm;
import dev.fractal.http.openai.ChatRequest;
import dev.fractal.http.openai.Completion;
import dev.fractal.http.openai.ReasoningText;
import dev.fractal.http.openai.TreeUsage;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.HttpConfig;
import dev.fractal.http.wire.Problem;
import dev.fractal.http.wire.Problems;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Answers with a turn, whole or in chunks while it runs; who goes away changes nothing of it. */
public record ChatStreams(
    LiveEvents live, Waiting waiting, SessionReader reader, HttpConfig config, Executor threads) {
  private static final ContentType SSE = ContentTypes.parse("text/event-stream");
  private static final ByteString ALIVE = ByteString.fromString(": alive\n\n");
  private static final ByteString DONE = ByteString.fromString("data: [DONE]\n\n");

  /**
   * A turn that somebody asked for.
   *
   * @param after the number of an event of the session before its first one
   */
  record Asked(ChatRequest request, SessionId session, int turn, long after) {}

  /** The answer to who asked; what is known already decides its status. */
  CompletionStage<HttpResponse> answer(Asked asked, SessionReply reply) {
    return CompletableFuture.supplyAsync(() -> response(asked, reply), threads);
  }

  private HttpResponse response(Asked asked, SessionReply reply) {
    var accepted = SessionAnswers.accepted(reply);
    if (accepted instanceof TurnSettled(var _, var result)
        && result.outcome() instanceof TurnOutcome.Aborted(var status, var reason)) {
      return ChatErrors.settled(aborted(result, status, reason));
    }
    if (asked.request().delivery().stream()) {
      return Answers.with(
          HttpResponse.create().withEntity(HttpEntities.createChunked(SSE, stream(asked))),
          "X-Accel-Buffering",
          "no");
    }
    if (accepted instanceof TurnSettled(var _, var result)) {
      return Answers.ok(whole(asked, result));
    }
    throw pending(asked).thrown();
  }

  private ObjectNode whole(Asked asked, TurnResult result) {
    return Completion.of(asked.session(), asked.turn(), asked.request().model(), reader)
        .whole(value(result), TreeUsage.of(result, reader));
  }

  private String value(TurnResult result) {
    return switch (result.outcome()) {
      case TurnOutcome.Finished(Content value) -> reader.payloads().text(value);
      case TurnOutcome.Aborted _ -> throw new IllegalStateException("an aborted turn has no value");
    };
  }

  private Source<ByteString, NotUsed> stream(Asked asked) {
    var completion = Completion.of(asked.session(), asked.turn(), asked.request().model(), reader);
    return Source.single(frame(completion.first()))
        .concatLazy(progress(asked, completion))
        .concatLazy(
            Source.lazyCompletionStageSource(() -> end(asked, completion))
                .mapMaterializedValue(_ -> NotUsed.getInstance()))
        .keepAlive(config.live().keepAlive(), () -> ALIVE);
  }

  /** What the turn does, until it is over. */
  private Source<ByteString, NotUsed> progress(Asked asked, Completion completion) {
    boolean told = asked.request().delivery().reasoning().orElse(config.chat().reasoning());
    return live.live(
            new LiveEvents.Stream(asked.session(), false),
            Optional.of(Long.toString(asked.after())),
            StreamForm.ALL_LINES)
        .mapConcat(ChatStreams::events)
        .takeWhile(event -> !ReasoningText.ends(event, asked.turn()))
        .statefulMapConcat(
            () -> {
              var reasoning = new ReasoningText(asked.turn(), reader.payloads());
              return event -> {
                var text = told ? reasoning.of(event) : "";
                return text.isEmpty()
                    ? List.<ByteString>of()
                    : List.of(frame(completion.reasoning(text)));
              };
            });
  }

  private static List<JsonNode> events(ByteString lines) {
    return lines.utf8String().lines().filter(line -> !line.isEmpty()).map(Json::parsed).toList();
  }

  private CompletionStage<Source<ByteString, NotUsed>> end(Asked asked, Completion completion) {
    return waiting
        .untilSettled(asked.session(), asked.turn(), waiting.longest())
        .thenApplyAsync(reply -> end(asked, completion, reply), threads)
        .exceptionally(failure -> List.of(ChatErrors.document(Problems.of(failure))))
        .thenApply(
            chunks -> Source.from(chunks).map(ChatStreams::frame).concat(Source.single(DONE)));
  }

  private List<ObjectNode> end(Asked asked, Completion completion, SessionReply reply) {
    if (!(SessionAnswers.accepted(reply) instanceof TurnSettled(var _, var result))) {
      throw pending(asked).thrown();
    }
    if (result.outcome() instanceof TurnOutcome.Aborted(var status, var reason)) {
      throw aborted(result, status, reason).thrown();
    }
    var chunks = new ArrayList<>(completion.answer(value(result)));
    if (asked.request().delivery().usage()) {
      chunks.add(completion.usage(TreeUsage.of(result, reader)));
    }
    return chunks;
  }

  private static Problem pending(Asked asked) {
    return new Problem(
        504,
        "TurnRunning",
        "turn "
            + asked.turn()
            + " of session '"
            + asked.session()
            + "' still runs; send the same request again and it waits on, or stream");
  }

  private static Problem aborted(TurnResult result, TurnStatus status, Failure reason) {
    var sentence =
        "turn "
            + result.turn()
            + " of session '"
            + result.session()
            + "' ended "
            + status.wire()
            + ": "
            + reason.message()
            + "; the same request is answered the same again, metadata.attempt makes it another"
            + " one";
    return switch (status) {
      case TIMEOUT -> new Problem(504, "TurnTimeout", sentence);
      case BUDGET_EXCEEDED -> new Problem(429, "BudgetExceeded", sentence);
      case CANCELLED, STOPPED -> new Problem(409, reason.type(), sentence);
      case ERROR -> new Problem(500, reason.type(), sentence);
      case FINAL -> throw new IllegalStateException("a final turn has a value");
    };
  }

  private static ByteString frame(JsonNode document) {
    return ByteString.fromString("data: " + Answers.text(document) + "\n\n");
  }
}
