package dev.fractal.cli;

import dev.fractal.client.SessionIds;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.SessionId;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Words of the command line as values; a malformed one is bad usage. */
final class Arguments {
  private Arguments() {}

  static SessionId session(String word) {
    return read(word, SessionId::new);
  }

  /** The id of a new session: the named one, else one that follows from the request id. */
  static SessionId newSession(@Nullable String named, @Nullable String requestId) {
    return named == null ? SessionIds.of(Optional.ofNullable(requestId)) : session(named);
  }

  static HeadId head(String word) {
    return read(word, HeadId::new);
  }

  static PayloadId payload(String word) {
    return read(word, PayloadId::new);
  }

  /** The message of a turn; {@code -} stands for standard input. */
  static String message(String word, Console console) {
    var message = word.equals("-") ? TextFile.read("the message", console.in()) : word;
    if (message.isBlank()) {
      throw CliException.usage("the message is empty; say what the session should do");
    }
    return message;
  }

  private static <T> T read(String word, Function<String, T> form) {
    try {
      return form.apply(word);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()));
    }
  }
}
