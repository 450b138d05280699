package dev.fractal.session;

import dev.fractal.persistence.catalog.CatalogRow.Waiting;
import dev.fractal.persistence.catalog.OpenAsk;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskNote;
import dev.fractal.session.state.OpenWaits.Wait;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.InTurn;
import java.util.List;
import java.util.stream.Stream;

/** What a session's row says of the people and times that it waits for. */
final class WaitListing {
  /** Questions of one session that a listing shows. */
  private static final int MOST = 500;

  /** Questions that who waits for a turn is told. */
  private static final int NOTED = 20;

  private WaitListing() {}

  static Waiting of(SessionState state) {
    return new Waiting(DueClock.of(state), state instanceof InStep at ? asks(at) : List.of());
  }

  private static List<OpenAsk> asks(InStep at) {
    return at.pending().waits().asks().limit(MOST).flatMap(wait -> open(at, wait)).toList();
  }

  /** Whether a turn waits for people and times only, its own or those of its children. */
  static boolean waits(int turn, SessionState state) {
    return state instanceof InTurn at
        && at.turn().number() == turn
        && (at.waits() || at.turn().isHandedOver());
  }

  /** The first questions of a turn that waits for nothing else. */
  static List<AskNote> asks(int turn, SessionState state) {
    return state instanceof InStep at && at.turn().number() == turn && at.waits()
        ? at.pending().waits().asks().limit(NOTED).flatMap(wait -> note(at, wait)).toList()
        : List.of();
  }

  private static Stream<AskNote> note(InStep at, Wait wait) {
    return wait.ask().stream()
        .map(
            ask ->
                new AskNote(
                    id(at, wait),
                    ask.to(),
                    ask.question(),
                    ask.choices(),
                    ask.schema().isPresent(),
                    ask.approves()));
  }

  private static Stream<OpenAsk> open(InStep at, Wait wait) {
    return wait.ask().stream()
        .map(
            ask ->
                new OpenAsk(
                    id(at, wait),
                    ask.to(),
                    shown(ask.question()),
                    wait.since(),
                    wait.due(),
                    ask.approves()));
  }

  private static AskId id(InStep at, Wait wait) {
    return new AskId(
        at.core().id(), at.turn().number(), at.step().step(), at.pending().cell(), wait.call());
  }

  private static String shown(String question) {
    if (question.length() <= OpenAsk.SHOWN) {
      return question;
    }
    boolean splits = Character.isHighSurrogate(question.charAt(OpenAsk.SHOWN - 1));
    return question.substring(0, splits ? OpenAsk.SHOWN - 1 : OpenAsk.SHOWN);
  }
}
