package dev.fractal.http.wire;

import dev.fractal.protocol.TimeText;
import java.time.Duration;

/** Durations on the wire: a number and a unit, e.g. {@code 30s}. */
public final class Times {
  private Times() {}

  public static Duration read(String text) {
    return TimeText.read(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + Fields.shortened(text) + "' is not a time; write 500ms, 30s, 5m or 1h"));
  }
}
