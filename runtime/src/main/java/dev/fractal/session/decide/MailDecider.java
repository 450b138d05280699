package dev.fractal.session.decide;

import dev.fractal.protocol.Letter;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionCommand.SubmitTurn;
import dev.fractal.protocol.command.SessionCommand.TellSession;
import dev.fractal.protocol.event.SessionEvent.MessageReceived;
import dev.fractal.session.state.LetterFrame;
import dev.fractal.session.state.Mailbox;
import dev.fractal.session.state.SessionState.AwaitingModel;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import java.util.Optional;

/** What others tell a session. Pure. */
final class MailDecider {
  private final SessionId session;
  private final Refusals refusals;
  private final TurnDecider turns;

  MailDecider(SessionId session, TurnDecider turns) {
    this.session = session;
    this.refusals = new Refusals(session);
    this.turns = turns;
  }

  Decision tell(Live state, TellSession command, Draft draft) {
    var letter = command.letter();
    var stranger = stranger(state, letter);
    if (stranger.isPresent()) {
      return refusals.refuse(Kind.OtherTree, stranger.get());
    }
    if (letter.mode() == Letter.Mode.QUEUE) {
      var request = TurnRequest.of(letter.id(), LetterFrame.of(letter, draft.now()));
      return turns.submit(state, new SubmitTurn(request, IfBusy.QUEUE, command.replyTo()), draft);
    }
    if (state.core().mailbox().knows(letter.id())) {
      return Decision.answer(new Decision.Answer.Status());
    }
    if (!(state instanceof InTurn at) || at.turn().stopRequested()) {
      return refusals.refuse(
          Kind.NoTurnRuns,
          "session %s runs no turn that could be told something; queue the message as a turn"
              .formatted(session));
    }
    if (!state.core().mailbox().hasRoomFor(letter)) {
      return refusals.refuse(
          Kind.MailboxFull,
          "%d messages or %,d characters wait for the model of session %s; tell it more when it has"
                  .formatted(Mailbox.MOST, Mailbox.MOST_CHARS, session)
              + " read them");
    }
    return received(at, letter, draft);
  }

  private static Decision received(InTurn at, Letter letter, Draft draft) {
    boolean interrupts = letter.mode() == Letter.Mode.INTERRUPT;
    int lost = interrupts && at instanceof AwaitingModel asking && asking.isAsked() ? 1 : 0;
    draft.add(new MessageReceived(at.turn().number(), letter, lost, draft.now()));
    if (interrupts) {
      TurnEnding.goOn(draft);
      HostCalls.interrupt(draft);
      HostCalls.goOn(draft);
    }
    return Decision.status(draft);
  }

  /** Why a session may not tell this one anything. */
  private Optional<String> stranger(Live state, Letter letter) {
    if (!(letter.from() instanceof Letter.Relative from)) {
      return Optional.empty();
    }
    var descent = state.core().spec().descent();
    boolean kin =
        from.root().equals(descent.root().orElse(session))
            && from.isNextTo(session, descent.parent());
    return kin
        ? Optional.empty()
        : Optional.of(
            "session %s is neither parent nor child nor sibling of session %s; it may tell those"
                .formatted(session, from.session()));
  }
}
