package dev.fractal.session;

import dev.fractal.client.Sessions;
import dev.fractal.kernel.EngineAwayException;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand.AnswerAsk;
import dev.fractal.protocol.command.SessionCommand.ForkSession;
import dev.fractal.protocol.command.SessionCommand.ReleaseSession;
import dev.fractal.protocol.command.SessionCommand.ResumeSession;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.Ask;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.HeadLoaded;
import dev.fractal.session.decide.SessionMessage.SourceLoaded;
import dev.fractal.session.work.AnswerCheck;
import dev.fractal.session.work.ChildTurn;
import dev.fractal.session.work.FormerAnswer;
import dev.fractal.session.work.History;
import dev.fractal.session.work.LogIds;
import dev.fractal.session.work.SessionServices;
import dev.fractal.session.work.StoreCall;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up in journals and siblings what an asker wants to know. Every asker is answered, also when
 * the store stays away for longer than a moment.
 */
final class Lookups {
  private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final SessionId id;
  private final ExecutorService io;
  private final History history;
  private final AnswerCheck answers;
  private final Sessions siblings;
  private final Consumer<SessionMessage> mailbox;

  Lookups(
      SessionId id, SessionServices services, Sessions siblings, Consumer<SessionMessage> mailbox) {
    this.id = id;
    this.io = services.workplace().io();
    this.history = services.history();
    this.answers = new AnswerCheck(services.payloads());
    this.siblings = siblings;
    this.mailbox = mailbox;
  }

  /** Answers with a turn's result from the journal. */
  void result(int turn, ActorRef<SessionReply> asker) {
    look(
        "the result of turn " + turn,
        () ->
            history
                .result(id, turn)
                .<SessionReply>map(result -> new SessionReply.TurnSettled(id, result))
                .orElseGet(() -> noTurn(turn)),
        asker::tell,
        asker);
  }

  private SessionReply noTurn(int turn) {
    var message = "the journal of session %s has no result of turn %d".formatted(id, turn);
    return refused(Refusal.Kind.UnknownTurn, message);
  }

  /** Answers with what the same release came to before, if it did. */
  void release(ReleaseSession command, SessionStatus status) {
    look(
        "the former releases of this session",
        () ->
            history
                .release(id, command.request().requestId())
                .<SessionReply>map(
                    release -> new SessionReply.Released(id, status, release.report()))
                .orElseGet(
                    () ->
                        refused(
                            Refusal.Kind.NothingToRelease,
                            "session %s is %s, neither quarantined nor suspended"
                                .formatted(id, status.wire()))),
        command.replyTo()::tell,
        command.replyTo());
  }

  /** Checks an answer against its question. */
  void answer(AnswerAsk command, Ask ask) {
    look(
        "the question " + command.ask(),
        () -> answers.read(command, ask),
        mailbox,
        command.replyTo());
  }

  /** Answers with what became of a question that is not open. */
  void formerAnswer(AnswerAsk command, SessionStatus status) {
    look(
        "the question " + command.ask(),
        () -> FormerAnswer.of(command, history, status),
        command.replyTo()::tell,
        command.replyTo());
  }

  /** Reads the journal for the head that a command names. */
  void head(ResumeSession command) {
    look(
        "a head of this session",
        () -> new HeadLoaded(command, history.continuation(id, command.head().orElseThrow())),
        mailbox,
        command.replyTo());
  }

  /** Reads the journal of the session that this one is to be derived from. */
  void source(ForkSession command) {
    var derivation = command.derivation();
    look(
        "session " + derivation.source(),
        () -> new SourceLoaded(command, history.source(derivation.source(), derivation.head())),
        mailbox,
        command.replyTo());
  }

  private <T> void look(
      String what, Callable<T> question, Consumer<T> found, ActorRef<SessionReply> asker) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    var call =
        new StoreCall<>(id, LogIds.about(id, io), question, () -> System.nanoTime() - end > 0);
    io.execute(
        LogIds.about(
            id,
            () ->
                call.here(
                    (given, problem) -> {
                      if (given != null) {
                        found.accept(given);
                      } else {
                        asker.tell(notFound(what, problem));
                      }
                    })));
  }

  private SessionReply notFound(String what, @Nullable Exception problem) {
    if (problem instanceof EngineAwayException) {
      return refused(
          Refusal.Kind.NotStored,
          "%s cannot be evaluated on this node now: %s; ask again"
              .formatted(what, problem.getMessage()));
    }
    if (problem == null || StoreCall.isAway(problem)) {
      return refused(
          Refusal.Kind.NotStored, "the store is away, and with it %s; ask again".formatted(what));
    }
    LOG.error("{} cannot be read for session {}", what, id, problem);
    return refused(
        Refusal.Kind.UnreadableJournal,
        "%s cannot be read: %s; check the store".formatted(what, problem.getMessage()));
  }

  /** Has a child's turn cancelled and passes on what the child answers. */
  void cancelChild(SessionId child, ActorRef<SessionReply> asker) {
    var _ =
        siblings
            .cancel(child, ChildTurn.ONLY_TURN)
            .whenComplete(
                (reply, problem) ->
                    asker.tell(
                        reply != null
                            ? reply
                            : refused(
                                Refusal.Kind.NotStored,
                                "child %s did not answer: %s; ask again"
                                    .formatted(child, problem))));
  }

  private SessionReply refused(Refusal.Kind kind, String message) {
    return new SessionReply.Refused(id, new Refusal(kind, message));
  }
}
