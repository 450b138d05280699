package dev.fractal.session.state;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.Message.Author;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.MessageReceived;
import dev.fractal.session.state.SessionState.AwaitingModel;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.InTurn;
import java.util.stream.Collectors;

/** How messages change a session whose turn runs, and when its model reads them. */
final class MailFold {
  private MailFold() {}

  /** A model call that is interrupted is lost, and made anew with the message. */
  static InTurn received(InTurn at, MessageReceived event) {
    var core = at.core();
    var told = at.with(core.with(core.mailbox().with(event.letter(), event.at())));
    return event.lost() > 0 && told instanceof AwaitingModel asking
        ? interrupted(asking, event.lost())
        : told;
  }

  private static AwaitingModel interrupted(AwaitingModel at, int lost) {
    var core = at.core().with(at.core().account().failed(at.call(), lost));
    return awaiting(core, at.turn().spent(Spend.NONE.lose(lost)), at.interruptions() + 1);
  }

  /**
   * The next model call is made, with all that the session was told by then, if the budget has
   * enough for it and the turn is not held.
   */
  static AwaitingModel awaiting(Core core, OpenTurn turn, int interruptions) {
    var at = new AwaitingModel(core, turn, interruptions);
    if (at.held()) {
      return at;
    }
    var asking = at.with(core.with(core.account().launchStep(at.call())));
    return asking.isAsked() ? asking.with(read(asking.core(), turn.number())) : asking;
  }

  private static Core read(Core core, int turn) {
    var alarms = core.account().alarms();
    if (core.mailbox().unread().isEmpty() && alarms.unread().isEmpty()) {
      return core;
    }
    var transcript = core.transcript();
    if (!alarms.unread().isEmpty()) {
      var line = Content.inline(WarningLine.of(alarms.unread()));
      transcript = transcript.plus(new Message(Author.TOLD, turn, line));
    }
    for (var told : core.mailbox().unread()) {
      if (told.isForModel()) {
        var text = LetterFrame.of(told.letter(), told.at());
        transcript = transcript.plus(new Message(Author.TOLD, turn, Content.inline(text)));
      }
    }
    return core.with(transcript)
        .with(core.mailbox().read())
        .with(core.account().with(alarms.read()));
  }

  /** A cell that has looked is not told the same again. */
  static Core looked(InStep at, HostCallsCompleted event) {
    var settled =
        event.results().stream()
            .filter(result -> result.answer() instanceof HostResult.Answer.Returned)
            .map(HostResult::call)
            .collect(Collectors.toSet());
    boolean looked =
        at.open().filter(HostFunctions::isLook).anyMatch(call -> settled.contains(call.call()));
    return looked ? at.core().with(at.core().mailbox().looked()) : at.core();
  }
}
