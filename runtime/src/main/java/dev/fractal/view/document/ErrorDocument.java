package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.Failure;

/** Why something failed: a stable type, and one sentence. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ErrorDocument(String type, String message) {
  public static ErrorDocument of(Failure failure) {
    return new ErrorDocument(failure.type(), failure.message());
  }

  public Failure failure() {
    return new Failure(type, message);
  }
}
