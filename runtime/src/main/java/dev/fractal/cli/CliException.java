package dev.fractal.cli;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;

/** A command that was not carried out: its error type, one sentence, and the exit code. */
final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final int exit;

  CliException(String type, String sentence, int exit) {
    super(sentence);
    this.type = type;
    this.exit = exit;
  }

  static CliException usage(String sentence) {
    return new CliException("BadUsage", sentence, Exit.ERROR);
  }

  static CliException unknownSession(String sentence) {
    return of(new Refusal(Refusal.Kind.UnknownSession, sentence));
  }

  /** A session's refusal, with what can be typed about it. */
  static CliException of(SessionId session, Refusal refusal) {
    var sentence = Hints.with(refusal.message(), refusal.kind().name(), session);
    return of(new Refusal(refusal.kind(), sentence));
  }

  static CliException of(Refusal refusal) {
    var unknown = refusal.kind() == Refusal.Kind.UnknownSession;
    return new CliException(
        refusal.kind().name(), refusal.message(), unknown ? Exit.UNKNOWN_SESSION : Exit.ERROR);
  }

  String type() {
    return type;
  }

  int exit() {
    return exit;
  }
}
