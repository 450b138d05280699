package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.fractal.protocol.Failure;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a session does not go on by itself.
 *
 * @param since {@code null} when that is not known
 * @param nextTry when it is tried again; missing where that is not a question
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReasonDocument(
    String type,
    String message,
    Optional<Instant> since,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> nextTry) {
  public static ReasonDocument of(Failure failure, Optional<Instant> since) {
    return new ReasonDocument(failure.type(), failure.message(), since, Optional.empty());
  }

  /** Nobody but a caller tries it again. */
  public ReasonDocument untilReleased() {
    return new ReasonDocument(type, message, since, Optional.of("on-release"));
  }
}
