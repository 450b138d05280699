package dev.fractal.http.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.fractal.http.live.LiveEvents;
import dev.fractal.http.live.StreamForm;
import dev.fractal.http.openai.AskText;
import dev.fractal.http.openai.ChatRequest;
import dev.fractal.http.openai.Completion;
import dev.fractal.http.openai.ReasoningText;
import dev.fractal.http.openai.TreeUsage;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.HttpConfig;
import dev.fractal.http.wire.Problem;
import dev.fractal.http.wire.Problems;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.TurnPending;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.DelayOverflowStrategy;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Answers with a turn, whole or in chunks while it runs; who goes away changes nothing of it. */
public record ChatStreams(
    LiveEvents live, Waiting waiting, SessionReader reader, HttpConfig config, Executor threads) {
  /** In which the events of what was done before come. */
  private static final Duration SETTLING = Duration.ofMillis(500);

  private static final ContentType SSE = ContentTypes.parse("text/event-stream");
  private static final ByteString ALIVE = ByteString.fromString(": alive\n\n");
  private static final ByteString DONE = ByteString.fromString("data: [DONE]\n\n");

  /**
   * A turn that somebody asked for.
   *
   * @param after the number of an event of the session before the first one that is told
   * @param within whether that event is one of the turn
   */
  record Asked(ChatRequest request, SessionId session, int turn, long after, boolean within) {}

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
    var ask = question(accepted).orElseThrow(() -> pending(asked).thrown());
    return Answers.ok(completion(asked).asking(ask).whole(text(ask), Optional.empty()));
  }

  /** What a turn that waits for people asks first, by the order of its calls. */
  private static Optional<AskNote> question(SessionReply reply) {
    return reply instanceof TurnPending pending
        ? pending.asks().stream().min(Comparator.comparingInt(note -> note.ask().call()))
        : Optional.empty();
  }

  /** A question as the JSON text of a value. */
  private static String text(AskNote ask) {
    return TextNode.valueOf(AskText.of(ask)).toString();
  }

  private Completion completion(Asked asked) {
    return Completion.of(asked.session(), asked.turn(), asked.request().model(), reader);
  }

  private ObjectNode whole(Asked asked, TurnResult result) {
    return completion(asked).whole(value(result), TreeUsage.of(result, reader));
  }

  private String value(TurnResult result) {
    return switch (result.outcome()) {
      case TurnOutcome.Finished(Content value) -> reader.payloads().text(value);
      case TurnOutcome.Aborted _ -> throw new IllegalStateException("an aborted turn has no value");
    };
  }

  private Source<ByteString, NotUsed> stream(Asked asked) {
    var completion = completion(asked);
    return Source.single(frame(completion.first()))
        .concatLazy(progress(asked, completion))
        .concatLazy(
            Source.unfoldAsync(true, (Boolean open) -> next(asked, completion, open))
                .mapConcat(frames -> frames))
        .keepAlive(config.live().keepAlive(), () -> ALIVE);
  }

  /** What the turn does, until it is over or asks somebody. */
  private Source<ByteString, NotUsed> progress(Asked asked, Completion completion) {
    boolean told = asked.request().delivery().reasoning().orElse(config.chat().reasoning());
    return live.live(
            new LiveEvents.Stream(asked.session(), false),
            Optional.of(Long.toString(asked.after())),
            StreamForm.ALL_LINES)
        .mapConcat(ChatStreams::events)
        .merge(standstill(asked))
        .takeWhile(event -> !isLast(event, asked.turn()))
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

  private static boolean isLast(JsonNode event, int turn) {
    return event.isMissingNode()
        || ReasoningText.ends(event, turn)
        || ReasoningText.asks(event, turn);
  }

  /**
   * Says, with a missing node, that a turn waits for nothing but people. Its events do not say so
   * to who has not seen the event of the question, since that was asked before it was told.
   */
  private Source<JsonNode, NotUsed> standstill(Asked asked) {
    return asked.within()
        ? Source.unfoldAsync(true, (Boolean open) -> look(asked))
            .filter(stands -> stands)
            .delay(SETTLING, DelayOverflowStrategy.backpressure())
            .map(_ -> (JsonNode) MissingNode.getInstance())
        : Source.empty();
  }

  /** Whether it does by now; none when it is over. */
  private CompletionStage<Optional<Pair<Boolean, Boolean>>> look(Asked asked) {
    return waiting
        .untilAsked(asked.session(), asked.turn(), waiting.longest())
        .thenApply(
            reply ->
                reply instanceof TurnPending pending
                    ? Optional.of(Pair.create(true, !pending.asks().isEmpty()))
                    : Optional.<Pair<Boolean, Boolean>>empty());
  }

  private static List<JsonNode> events(ByteString lines) {
    return lines.utf8String().lines().filter(line -> !line.isEmpty()).map(Json::parsed).toList();
  }

  /** The end of a stream, once there is one; other work may go on while somebody is asked. */
  private CompletionStage<Optional<Pair<Boolean, List<ByteString>>>> next(
      Asked asked, Completion completion, boolean open) {
    return open
        ? waiting
            .untilAsked(asked.session(), asked.turn(), waiting.longest())
            .thenApplyAsync(reply -> end(asked, completion, reply), threads)
            .exceptionally(failure -> List.of(ChatErrors.document(Problems.of(failure))))
            .thenApply(chunks -> Optional.of(Pair.create(chunks.isEmpty(), frames(chunks))))
        : CompletableFuture.completedFuture(Optional.empty());
  }

  private static List<ByteString> frames(List<ObjectNode> chunks) {
    return chunks.isEmpty()
        ? List.of()
        : Stream.concat(chunks.stream().map(ChatStreams::frame), Stream.of(DONE)).toList();
  }

  /** The last chunks; none when the turn goes on by itself. */
  private List<ObjectNode> end(Asked asked, Completion completion, SessionReply reply) {
    var accepted = SessionAnswers.accepted(reply);
    if (!(accepted instanceof TurnSettled(var _, var result))) {
      return question(accepted)
          .map(ask -> completion.asking(ask).answer(text(ask)))
          .orElseGet(List::of);
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
