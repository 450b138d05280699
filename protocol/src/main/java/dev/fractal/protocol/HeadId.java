package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The content address of a head: the SHA-256 of what the head fixes. */
public record HeadId(@JsonValue String value) {
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public HeadId {
    Sha256.checked("head id", value);
  }

  public static HeadId of(String content) {
    return new HeadId(Sha256.of(content));
  }

  @Override
  public String toString() {
    return value;
  }
}
