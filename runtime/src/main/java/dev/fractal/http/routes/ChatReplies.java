package dev.fractal.http.routes;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.fractal.client.Sessions;
import dev.fractal.http.openai.AskWords;
import dev.fractal.http.openai.Conversations.Reply;
import dev.fractal.http.wire.Problem;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.Refused;
import dev.fractal.view.Json;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Answers a cell's question with the words of a message. */
public record ChatReplies(Sessions sessions) {
  /** Gives the answer; a refusal becomes a problem. The same words again are taken again. */
  CompletionStage<Done> give(Reply reply) {
    var words = reply.words();
    var first =
        reply.ask().approves().isPresent()
            ? said(reply, () -> decision(words))
            : said(reply, () -> new AskReply.Value(TextNode.valueOf(words).toString()));
    return SessionAnswers.expect(
        Done.class,
        first.thenCompose(
            answer ->
                reply.ask().typed() && isRefused(answer) && Json.isJson(words)
                    ? said(reply, () -> new AskReply.Value(words))
                    : CompletableFuture.completedFuture(answer)));
  }

  private static AskReply.Words decision(String words) {
    return AskWords.approves(words)
        ? new AskReply.Approve(Optional.empty())
        : new AskReply.Reject(words);
  }

  private CompletionStage<SessionReply> said(Reply reply, Supplier<AskReply.Words> words) {
    try {
      return sessions.answer(reply.ask().ask(), new AskReply(words.get(), reply.by()));
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(String.valueOf(e.getMessage())).thrown();
    }
  }

  /** As a text; as a value it may fit, or be what was answered first. */
  private static boolean isRefused(SessionReply answer) {
    return answer instanceof Refused(var _, var refusal)
        && (refusal.kind() == Refusal.Kind.AnswerMisfit
            || refusal.kind() == Refusal.Kind.AskClosed);
  }
}
