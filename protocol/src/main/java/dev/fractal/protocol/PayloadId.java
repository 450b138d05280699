package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The content address of a payload: the SHA-256 of its UTF-8 bytes. */
public record PayloadId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public PayloadId {
    Sha256.checked("payload id", value);
  }

  public static PayloadId of(String content) {
    return new PayloadId(Sha256.of(content));
  }

  @Override
  public String toString() {
    return value;
  }
}
