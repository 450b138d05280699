package dev.fractal.cli;

import dev.fractal.protocol.SessionId;

/**
 * What a person can type about an error: what the command line adds to sentences which say what is
 * wrong to every way in, and so name no command.
 */
final class Hints {
  /** In the place of a session that an error does not tell. */
  private static final String ANY = "SESSION";

  private Hints() {}

  /** A sentence with what can be typed about an error of this type, if anything. */
  static String with(String sentence, String type) {
    return with(sentence, type, ANY);
  }

  /** The same of a session's error. */
  static String with(String sentence, String type, SessionId session) {
    return with(sentence, type, session.value());
  }

  private static String with(String sentence, String type, String session) {
    var words = words(type, session);
    return words.isEmpty() ? sentence : sentence + " (" + words + ")";
  }

  private static String words(String type, String session) {
    return switch (type) {
      case "UnknownSession" -> "bin/fractal ls";
      case "UnknownHead" -> "bin/fractal heads " + ANY;
      case "UnknownTurn", "SessionQuarantined" -> "bin/fractal show " + session;
      case "SessionExists" -> "bin/fractal turn " + session;
      case "SessionStopped", "SessionSuspended" -> "bin/fractal resume " + session;
      case "PayloadUnavailable", "UnreadableJournal", "JournalGap" -> "bin/fractal check";
      case "MissingStore" -> "bin/fractal run, --data DIR";
      case "NodeUnreachable" -> "--url URL";
      case "NoModel" -> "--model SPEC";
      case "TurnTimeout" -> "--timeout TIME";
      case "StepLimit" -> "--max-steps N";
      default -> "";
    };
  }
}
