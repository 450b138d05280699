package dev.fractal.session;

import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.decide.SessionMessage;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** A session's actor, asked and answered within deadlines. */
public record LiveSession(SessionId id, ActorRef<SessionCommand> actor, ActorTestKit kit) {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public CompletableFuture<SessionReply> ask(
      Function<ActorRef<SessionReply>, SessionCommand> command) {
    return AskPattern.<SessionCommand, SessionReply>ask(
            actor, command::apply, PATIENCE, kit.system().scheduler())
        .toCompletableFuture();
  }

  /** The reply, which must arrive in time. */
  public SessionReply reply(Function<ActorRef<SessionReply>, SessionCommand> command) {
    return get(ask(command));
  }

  public static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("no answer", e);
    }
  }

  public SessionReply start(SessionSpec spec) {
    return reply(to -> new SessionCommand.StartSession(spec, to));
  }

  public SessionReply submit(TurnRequest request) {
    return reply(to -> new SessionCommand.SubmitTurn(request, IfBusy.QUEUE, to));
  }

  public CompletableFuture<SessionReply> run(TurnRequest request) {
    return ask(to -> new SessionCommand.RunTurn(request, IfBusy.QUEUE, to));
  }

  public CompletableFuture<SessionReply> await(int turn) {
    return ask(to -> new SessionCommand.AwaitTurn(turn, PATIENCE, to));
  }

  /** The result of a turn, which must end in time. */
  public TurnResult result(int turn) {
    return settled(get(await(turn)));
  }

  public static TurnResult settled(SessionReply reply) {
    if (reply instanceof SessionReply.TurnSettled(var _, var result)) {
      return result;
    }
    throw new AssertionError("not a result: " + reply);
  }

  public static Refusal refusal(SessionReply reply) {
    if (reply instanceof SessionReply.Refused(var _, var refusal)) {
      return refusal;
    }
    throw new AssertionError("not a refusal: " + reply);
  }

  /** Answers a question with a JSON text. */
  public CompletableFuture<SessionReply> answer(AskId question, String json, String by) {
    var reply = new AskReply(new AskReply.Value(json), by);
    return ask(to -> new SessionCommand.AnswerAsk(question, reply, to));
  }

  /** Tells the session something as a person. */
  public CompletableFuture<SessionReply> tell(String text, Letter.Mode mode) {
    return tell(new Letter(UUID.randomUUID().toString(), new Letter.Person("kim"), mode, text));
  }

  public CompletableFuture<SessionReply> tell(Letter letter) {
    return ask(to -> new SessionCommand.TellSession(letter, to));
  }

  /** Tells the actor that another node takes the session over. */
  public void handOver() {
    actor.<SessionMessage>unsafeUpcast().tell(SessionEntity.STOP);
  }

  /** Waits until the actor has ended, which it must in time. */
  public void awaitEnd() {
    kit.createTestProbe().expectTerminated(actor, PATIENCE);
  }

  /** Ends the actor as a crash would, but for what it writes: nothing. */
  public void kill() {
    kit.stop(actor, PATIENCE);
  }
}
