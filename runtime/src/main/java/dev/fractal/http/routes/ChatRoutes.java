package dev.fractal.http.routes;

import dev.fractal.http.openai.ChatRequest;
import dev.fractal.http.openai.Conversations;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Exchange;
import dev.fractal.http.wire.Problem;
import dev.fractal.http.wire.Route;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Sessions as OpenAI's clients talk to them. */
public record ChatRoutes(
    Conversations conversations,
    ChatModels models,
    ChatReplies replies,
    Waiting waiting,
    ChatStreams streams) {
  private static final String SESSION = "X-Fractal-Session";

  public List<Route> all() {
    return List.of(
        Route.post("/v1/chat/completions", this::complete).with(ChatErrors::answer),
        Route.get("/v1/models", this::list).with(ChatErrors::answer));
  }

  private CompletionStage<HttpResponse> list(Exchange exchange) {
    return CompletableFuture.completedFuture(Answers.ok(models.list()));
  }

  private CompletionStage<HttpResponse> complete(Exchange exchange) {
    var request = ChatRequest.read(exchange.fields().all(), session(exchange));
    return conversations
        .place(request, models.terms(request.model()))
        .thenCompose(placed -> answer(request, placed));
  }

  private static Optional<String> session(Exchange exchange) {
    var named = exchange.headers("x-fractal-session");
    if (named.size() > 1) {
      throw Problem.badRequest(SESSION + " is given twice; give it once").thrown();
    }
    return named.stream().findFirst();
  }

  private CompletionStage<HttpResponse> answer(ChatRequest request, Conversations.Placed placed) {
    var accepted = TurnAccepted.class.cast(SessionAnswers.accepted(placed.reply()));
    var asked =
        new ChatStreams.Asked(
            request, accepted.session(), accepted.turn(), placed.after(), placed.within());
    var wait = request.delivery().stream() ? Duration.ZERO : waiting.longest();
    return placed
        .answer()
        .<CompletionStage<?>>map(replies::give)
        .orElseGet(() -> CompletableFuture.completedFuture(placed))
        .thenCompose(_ -> waiting.untilAsked(accepted.session(), accepted.turn(), wait))
        .thenCompose(reply -> streams.answer(asked, reply))
        .thenApply(response -> Answers.with(response, SESSION, accepted.session().value()));
  }
}
