package dev.fractal.session.work;

import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand.AnswerAsk;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.TimerFired;

/** What somebody hears who answers a question that is not open. */
public final class FormerAnswer {
  private static final int SHOWN = 200;

  private FormerAnswer() {}

  /**
   * Blocks.
   *
   * @param status the session's, for whoever gave the same answer before
   */
  public static SessionReply of(AnswerAsk command, History history, SessionStatus status) {
    var ask = command.ask();
    var events = history.ask(ask);
    if (!events.isEmpty()
        && events.getLast() instanceof AskAnswered first
        && isSame(first, command.reply())) {
      return new SessionReply.Done(ask.session(), status);
    }
    if (events.isEmpty()) {
      return refused(
          command,
          Kind.UnknownAsk,
          "session %s has asked nothing under %s; list the open asks"
              .formatted(ask.session(), ask.place()));
    }
    return refused(
        command, Kind.AskClosed, "ask %s is closed: %s".formatted(ask, ended(events.getLast())));
  }

  /** Whether the same person has said the same before: it was asked again. */
  private static boolean isSame(AskAnswered first, AskReply reply) {
    return first.by().equals(reply.by())
        && switch (reply.words()) {
          case AskReply.Decline(var why) -> first.answer().equals(new AskAnswer.Declined(why));
          case AskReply.Reject(var why) -> first.answer().equals(new AskAnswer.Rejected(why));
          case AskReply.Approve(var arguments) ->
              first.answer() instanceof AskAnswer.Approved(var given)
                  && given
                      .map(Content::digest)
                      .equals(
                          arguments
                              .flatMap(AnswerCheck::canonical)
                              .map(json -> Content.inline(json).digest()));
          case AskReply.Value(var json)
              when first.answer() instanceof AskAnswer.Raised(var raise) ->
              isSame(raise, json);
          case AskReply.Value(var json) ->
              first.answer() instanceof AskAnswer.Given(var value)
                  && AnswerCheck.canonical(json)
                      .filter(text -> Content.inline(text).digest().equals(value.digest()))
                      .isPresent();
        };
  }

  private static boolean isSame(Raise raise, String json) {
    try {
      return Raise.parse(json).equals(raise);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static String ended(SessionEvent last) {
    return switch (last) {
      case AskAnswered first ->
          "%s was first at %s, and it was %s".formatted(first.by(), first.at(), said(first));
      case TimerFired fired -> "its time was over at " + fired.at();
      default -> "nobody waits for it any more, since its call was cancelled or its turn has ended";
    };
  }

  private static String said(AskAnswered first) {
    return switch (first.answer()) {
      case AskAnswer.Given(var value) -> "answered with " + shown(value);
      case AskAnswer.Raised(var raise) -> "answered with new limits: " + raise.words();
      case AskAnswer.Declined(var why) -> "declined: " + why;
      case AskAnswer.Rejected(var why) -> "rejected: " + why;
      case AskAnswer.Approved(var edited) ->
          edited.map(arguments -> "approved with " + shown(arguments)).orElse("approved");
    };
  }

  private static String shown(Content value) {
    return switch (value) {
      case Content.Inline(var text) when text.length() <= SHOWN -> text;
      case Content.Inline(var text) -> text.substring(0, SHOWN) + "…";
      case Content.Stored(var id, var length) -> "%,d characters (%s)".formatted(length, id);
    };
  }

  private static SessionReply refused(AnswerAsk command, Kind kind, String message) {
    return new SessionReply.Refused(command.ask().session(), new Refusal(kind, message));
  }
}
