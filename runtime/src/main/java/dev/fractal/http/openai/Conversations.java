package dev.fractal.http.openai;

import dev.fractal.client.Sessions;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.Refused;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.view.SessionReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Finds the turn that a request means, or asks for it. The same messages always mean the same turn;
 * a message that follows the newest one continues the session, one that follows an earlier one
 * continues a fork.
 */
public record Conversations(Sessions sessions, SessionReader reader) {
  private static final int BEFORE_ALL = 0;

  /**
   * What a session is made with, and gets.
   *
   * @param spec of a session that is started
   * @param replaced the models of a turn in a session that has others; none: it keeps its own
   */
  public record Terms(Supplier<SessionSpec> spec, Optional<ModelChoice> replaced) {}

  /**
   * The turn of a request.
   *
   * @param reply {@code TurnAccepted} or a refusal
   * @param after the number of an event of the session before the first one that is told
   * @param within whether that event is one of the turn, which may have asked before it
   * @param answer what the request answers, of the turn
   */
  public record Placed(SessionReply reply, long after, boolean within, Optional<Reply> answer) {
    /** A turn that is told from its beginning, or a refusal. */
    static Placed whole(SessionReply reply, long after) {
      return new Placed(reply, after, false, Optional.empty());
    }

    /** A turn of which is told what comes behind an event of it. */
    static Placed behind(long after, TurnAccepted turn, Optional<Reply> answer) {
      return new Placed(turn, after, true, answer);
    }
  }

  /**
   * The words that answer a question of a cell.
   *
   * @param by who answers, for the record
   */
  public record Reply(AskNote ask, String words, String by) {}

  /** Places a request; blocks for reading, not for the session. */
  public CompletionStage<Placed> place(ChatRequest request, Terms terms) {
    var told = new Questions(reader).told(request.conversation());
    var asked = request.about(told.conversation());
    return told.open().isPresent()
        ? CompletableFuture.completedFuture(answered(asked, told.open().get(), told))
        : turn(asked, terms);
  }

  /** An answer is of the very turn that the messages before it mean; it starts none. */
  private Placed answered(ChatRequest request, AskNote note, Questions.Told told) {
    var ask = note.ask();
    var past = past(ask.session());
    if (past.flatMap(known -> known.turnOf(request.key()))
        .filter(turn -> turn == ask.turn())
        .isEmpty()) {
      throw new ChatRefusal(
          400,
          "UnknownHistory",
          "messages",
          "'messages' answers the ask '"
              + ask
              + "' of another conversation; send the messages before it as they were");
    }
    var accepted = new TurnAccepted(ask.session(), ask.turn());
    return Placed.behind(
        told.answered().orElseGet(() -> past.get().outline().sequence()),
        accepted,
        Optional.of(new Reply(note, told.words(), AskWords.by())));
  }

  private CompletionStage<Placed> turn(ChatRequest request, Terms terms) {
    var root = request.root();
    var conversation = request.conversation();
    var past = past(root);
    if (past.isEmpty() && conversation.past().isEmpty()) {
      return started(root, request, terms);
    }
    if (past.isEmpty()) {
      var where = "messages[" + conversation.past().getFirst().place() + "]";
      throw new ChatRefusal(
          400,
          "UnknownHistory",
          where,
          "'"
              + where
              + "' is an answer that no session gave; begin with one message, or name the session"
              + " of the conversation");
    }
    var branch = past(conversation.branch(root, request.key()));
    if (branch.isPresent()) {
      return submitted(branch.get().session(), branch, request, terms, IfBusy.QUEUE);
    }
    return continued(
        request.named().isPresent()
            ? Walk.fromAnywhere(conversation, past.get(), this::past)
            : Walk.fromBeginning(conversation, past.get(), this::past),
        request,
        terms);
  }

  private Optional<Past> past(SessionId session) {
    return Past.of(session, reader);
  }

  private CompletionStage<Placed> continued(Walk.End end, ChatRequest request, Terms terms) {
    var past = end.at();
    boolean shared = request.named().isEmpty();
    if (past.knows(request.key())) {
      return submitted(past.session(), Optional.of(past), request, terms, IfBusy.QUEUE);
    }
    if (!end.isNewest() || (shared && past.isBusy())) {
      return branched(end, request, terms);
    }
    var turn = turn(request, request.conversation().turn(end.told()), changed(past, terms));
    return !shared && request.conversation().past().isEmpty()
        ? new LoneMessages(sessions)
            .place(request, past)
            .thenCompose(
                placed ->
                    placed
                        .<CompletionStage<Placed>>map(CompletableFuture::completedFuture)
                        .orElseGet(() -> next(end, turn, request, terms)))
        : next(end, turn, request, terms);
  }

  private CompletionStage<Placed> next(
      Walk.End end, TurnRequest turn, ChatRequest request, Terms terms) {
    boolean shared = request.named().isEmpty();
    return sessions
        .submit(end.at().session(), turn, shared ? IfBusy.REJECT : IfBusy.QUEUE)
        .thenCompose(reply -> alone(reply, shared, end, request, terms));
  }

  /** A turn that another conversation's got in front of goes to a branch. */
  private CompletionStage<Placed> alone(
      SessionReply reply, boolean shared, Walk.End end, ChatRequest request, Terms terms) {
    int expected = end.at().accepted() + 1;
    if (shared && reply instanceof TurnAccepted(var session, int turn) && turn != expected) {
      return sessions.cancel(session, turn).thenCompose(_ -> branched(end, request, terms));
    }
    if (shared
        && reply instanceof Refused(var _, var refusal)
        && refusal.kind() == Refusal.Kind.TurnInFlight) {
      return branched(end, request, terms);
    }
    return placed(reply, end.at().before(request.key()));
  }

  /** The message is asked in a session of its own that goes on from where the conversation is. */
  private CompletionStage<Placed> branched(Walk.End end, ChatRequest request, Terms terms) {
    var branch = request.conversation().branch(request.root(), request.key());
    if (end.reached() == BEFORE_ALL) {
      return started(branch, request, terms);
    }
    var source = end.at();
    var head = source.turn(end.reached() - 1).head();
    var fork =
        new Derivation.Fork(
            source.session(),
            head,
            changed(source, terms),
            Optional.empty(),
            source.outline().birth().spec().budget(),
            source.outline().birth().spec().policy(),
            List.of());
    var text = request.conversation().turn(end.told());
    return sessions
        .fork(branch, fork)
        .thenCompose(
            reply ->
                isThere(reply)
                    ? sessions.submit(branch, turn(request, text, Optional.empty()), IfBusy.QUEUE)
                    : CompletableFuture.completedFuture(reply))
        .thenCompose(reply -> placed(reply, BEFORE_ALL));
  }

  private CompletionStage<Placed> started(SessionId session, ChatRequest request, Terms terms) {
    return sessions
        .start(session, terms.spec().get())
        .thenCompose(
            reply ->
                isThere(reply)
                    ? submitted(session, Optional.empty(), request, terms, IfBusy.QUEUE)
                    : placed(reply, BEFORE_ALL));
  }

  private CompletionStage<Placed> submitted(
      SessionId session, Optional<Past> past, ChatRequest request, Terms terms, IfBusy ifBusy) {
    var models = past.flatMap(known -> changed(known, terms));
    var turn = turn(request, request.conversation().turn(false), models);
    long after = past.map(known -> known.before(request.key())).orElse((long) BEFORE_ALL);
    return sessions.submit(session, turn, ifBusy).thenCompose(reply -> placed(reply, after));
  }

  private TurnRequest turn(ChatRequest request, String text, Optional<ModelChoice> models) {
    var payloads = reader.payloads();
    return new TurnRequest(
        request.key(),
        payloads.keep(text),
        Map.of(),
        models,
        Optional.empty(),
        Optional.empty(),
        request.schema().map(payloads::keep));
  }

  private static Optional<ModelChoice> changed(Past past, Terms terms) {
    return terms
        .replaced()
        .filter(models -> !models.equals(past.outline().birth().spec().models()));
  }

  /** One that another request has started in the meantime is as good. */
  private static boolean isThere(SessionReply reply) {
    return reply instanceof Done
        || (reply instanceof Refused(var _, var refusal)
            && refusal.kind() == Refusal.Kind.SessionExists);
  }

  private static CompletionStage<Placed> placed(SessionReply reply, long after) {
    return CompletableFuture.completedFuture(Placed.whole(reply, after));
  }
}
