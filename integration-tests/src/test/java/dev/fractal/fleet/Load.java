package dev.fractal.fleet;

import dev.fractal.client.Sessions;
import dev.fractal.node.LocalNode;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.command.TurnResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Turns of many sessions at once, asked as a client asks: once for each, with its own retries. */
final class Load {
  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final LocalNode client;
  private final String prefix;
  private final String task;

  Load(LocalNode client, String prefix) {
    this(client, prefix, "Load ");
  }

  /** The same with another message than {@code Load N}. */
  Load(LocalNode client, String prefix, String task) {
    this.client = client;
    this.prefix = prefix;
    this.task = task;
  }

  SessionId session(int number) {
    return new SessionId(prefix + "-" + number);
  }

  /** Starts a turn in each of the sessions 1 to {@code count}; each completes with its result. */
  List<CompletableFuture<TurnResult>> turns(int count, String round) {
    return IntStream.rangeClosed(1, count).mapToObj(number -> turn(number, round)).toList();
  }

  /** Starts a turn in one session; a round of the same name is the same turn. */
  CompletableFuture<TurnResult> turn(int number, String round) {
    Sessions sessions = client.sessions();
    var id = session(number);
    var spec = client.spec(ModelChoice.all("openai:scripted"), Profile.DEFAULT);
    var request = TurnRequest.of(prefix + "-" + number + "-" + round, task + number);
    return sessions
        .start(id, spec)
        .thenCompose(_ -> sessions.submit(id, request, IfBusy.QUEUE))
        .thenCompose(reply -> sessions.await(id, accepted(reply), PATIENCE))
        .thenApply(Load::settled)
        .toCompletableFuture();
  }

  /** What a turn ended with; a text of another outcome if it was not a value. */
  static String value(TurnResult result) {
    return result.outcome() instanceof TurnOutcome.Finished(Content.Inline(var text))
        ? text
        : result.outcome().toString();
  }

  /** What a turn of four-steps.yaml must end with. */
  String expected(TurnResult result) {
    int number = Integer.parseInt(result.session().value().substring(prefix.length() + 1));
    return Integer.toString(10 * number + 4);
  }

  private static int accepted(SessionReply reply) {
    if (reply instanceof TurnAccepted accepted) {
      return accepted.turn();
    }
    throw new AssertionError("the turn was not accepted: " + reply);
  }

  private static TurnResult settled(SessionReply reply) {
    if (reply instanceof TurnSettled(var _, var result)) {
      return result;
    }
    throw new AssertionError("the turn did not settle: " + reply);
  }
}
