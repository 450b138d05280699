package dev.fractal.http.openai;

import dev.fractal.client.Sessions;
import dev.fractal.http.openai.Conversations.Placed;
import dev.fractal.http.openai.Conversations.Reply;
import dev.fractal.persistence.outline.TurnRow;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.command.SessionReply.TurnPending;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Messages that come to a named session without the ones before them, while its turn waits for
 * people: they answer its question, as if it stood before them. What could do so by accident is
 * refused, since nothing shows that the question was seen: an approval, a question to somebody
 * else, one of a turn that was not asked for here, and the turn's own task.
 */
record LoneMessages(Sessions sessions) {
  private static final String CALLER = "caller";

  /**
   * Where a message belongs. Reads, so it blocks; it does not wait for the session.
   *
   * @param past of the session
   * @return empty when it is a turn's message; a refusal is the stage's failure
   */
  CompletionStage<Optional<Placed>> place(ChatRequest request, Past past) {
    var words = request.conversation().message();
    var by = AskWords.by(request.attempt());
    var former = past.answeredWith(words, by);
    if (former.isPresent()) {
      return CompletableFuture.completedFuture(former);
    }
    var running = past.running();
    if (running.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    int turn = running.get().turn();
    var strange = strange(past, running.get(), words);
    return sessions
        .await(past.session(), turn, Duration.ZERO)
        .thenApply(
            reply ->
                reply instanceof TurnPending pending
                    ? answer(new Message(words, by, strange), pending.asks())
                        .map(
                            answer ->
                                Placed.behind(
                                    past.outline().sequence(),
                                    new TurnAccepted(past.session(), turn),
                                    Optional.of(answer)))
                    : Optional.empty());
  }

  /**
   * @param strange why it can be meant for nothing that the turn asks
   */
  private record Message(String words, String by, Optional<String> strange) {}

  /** What a message answers; empty when nothing is asked, or something else goes on too. */
  private static Optional<Reply> answer(Message message, List<AskNote> asks) {
    var first = asks.stream().min(Comparator.comparingInt(note -> note.ask().call()));
    var why = message.strange().or(() -> others(asks));
    if (first.isPresent() && why.isPresent()) {
      throw refused(first.get(), why.get());
    }
    return first.map(ask -> new Reply(ask, message.words(), message.by()));
  }

  /** Why no message of this client can be meant for what the turn asks. */
  private static Optional<String> strange(Past past, TurnRow running, String words) {
    return past.view(running)
        .flatMap(
            turn ->
                !ChatThread.isKey(turn.request().requestId())
                    ? Optional.of("the turn was not asked for with a chat completion")
                    : Optional.of("this message is the turn's own task")
                        .filter(_ -> ChatThread.asks(past.text(turn), words)));
  }

  private static Optional<String> others(List<AskNote> asks) {
    if (asks.stream().anyMatch(ask -> ask.approves().isPresent())) {
      return Optional.of("a message alone approves and rejects nothing");
    }
    return asks.stream().allMatch(LoneMessages::isForCaller)
        ? Optional.empty()
        : Optional.of("the turn asks somebody else than its caller");
  }

  private static boolean isForCaller(AskNote ask) {
    return ask.to().filter(to -> !to.equals(CALLER)).isEmpty();
  }

  private static ChatRefusal refused(AskNote note, String why) {
    var ask = note.ask();
    return new ChatRefusal(
        409,
        "AskOpen",
        "messages",
        "turn %d of session '%s' waits for an answer to the ask '%s', and %s; send the turn's"
                .formatted(ask.turn(), ask.session(), ask, why)
            + " message and the question before the answer, or answer it with POST /v1/asks/"
            + ask);
  }
}
