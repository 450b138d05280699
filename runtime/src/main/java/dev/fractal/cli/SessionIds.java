package dev.fractal.cli;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Sha256;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Ids of new sessions. */
final class SessionIds {
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SessionIds() {}

  /**
   * The named id; else one that follows from the request id, so that a repeat finds it; else new.
   */
  static SessionId chosen(@Nullable String named, @Nullable String requestId) {
    if (named != null) {
      return Arguments.session(named);
    }
    return requestId == null
        ? fresh()
        : new SessionId("r-" + Sha256.of(requestId).substring("sha256:".length(), 23));
  }

  /** A new id that sorts by time. */
  static SessionId fresh() {
    var random = new SecureRandom();
    var tail = new StringBuilder();
    for (var i = 0; i < 5; i++) {
      tail.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new SessionId(TIME.format(Instant.now()) + "-" + tail);
  }
}
