package dev.fractal.session;

import dev.fractal.persistence.catalog.CatalogRow.Waiting;
import dev.fractal.persistence.catalog.OpenAsk;
import dev.fractal.protocol.AskNote;
import dev.fractal.session.state.OpenQuestions;
import dev.fractal.session.state.OpenQuestions.Question;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.InTurn;
import java.util.List;

/** What a session's row says of the people and times that it waits for. */
final class WaitListing {
  /** Questions of one session that a listing shows. */
  private static final int MOST = 500;

  /** Questions that who waits for a turn is told. */
  private static final int NOTED = 20;

  private WaitListing() {}

  static Waiting of(SessionState state) {
    return new Waiting(
        DueClock.of(state), OpenQuestions.of(state).limit(MOST).map(WaitListing::open).toList());
  }

  /** Whether a turn waits for people and times only, its own or those of its children. */
  static boolean waits(int turn, SessionState state) {
    return state instanceof InTurn at
        && at.turn().number() == turn
        && (at.waits() || at.turn().isHandedOver());
  }

  /** The first questions of a turn that waits for nothing else. */
  static List<AskNote> asks(int turn, SessionState state) {
    return state instanceof InTurn at && at.turn().number() == turn && at.waits()
        ? OpenQuestions.of(state).limit(NOTED).map(WaitListing::note).toList()
        : List.of();
  }

  private static AskNote note(Question question) {
    var ask = question.ask();
    return new AskNote(
        question.id(),
        ask.to(),
        ask.question(),
        ask.choices(),
        ask.schema().isPresent(),
        ask.approves());
  }

  private static OpenAsk open(Question question) {
    var ask = question.ask();
    return new OpenAsk(
        question.id(),
        ask.to(),
        shown(ask.question()),
        question.since(),
        ask.due(),
        ask.approves());
  }

  private static String shown(String question) {
    if (question.length() <= OpenAsk.SHOWN) {
      return question;
    }
    boolean splits = Character.isHighSurrogate(question.charAt(OpenAsk.SHOWN - 1));
    return question.substring(0, splits ? OpenAsk.SHOWN - 1 : OpenAsk.SHOWN);
  }
}
