package dev.fractal.client;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Sha256;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Ids of new sessions. */
public final class SessionIds {
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private SessionIds() {}

  /** An id that follows from the caller's key, so that a repeat finds it; else a new one. */
  public static SessionId of(Optional<String> requestId) {
    return requestId
        .map(key -> new SessionId("r-" + Sha256.of(key).substring("sha256:".length(), 23)))
        .orElseGet(SessionIds::fresh);
  }

  /** A new id that sorts by time. */
  public static SessionId fresh() {
    var random = new SecureRandom();
    var tail = new StringBuilder();
    for (var i = 0; i < 5; i++) {
      tail.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return new SessionId(TIME.format(Instant.now()) + "-" + tail);
  }
}
