package dev.fractal.session.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import java.util.Optional;

/**
 * What a cell names as the source of {@code attachRlm}: a session's id, or an object with {@code
 * session} and {@code head}, which every envelope is.
 */
record AttachedSource(SessionId session, Optional<HeadId> head) {
  private static final String FORMS =
      "the source of attachRlm is a session's id, an envelope, or {session, head}";

  /**
   * Reads the argument.
   *
   * @throws IllegalArgumentException with one sentence for the cell
   */
  static AttachedSource of(JsonNode source) {
    if (source.isTextual()) {
      if (source.asText().startsWith("sha256:")) {
        throw new IllegalArgumentException(
            "a head does not tell its session; pass attachRlm {session, head} instead of '"
                + source.asText()
                + "'");
      }
      return new AttachedSource(new SessionId(source.asText()), Optional.empty());
    }
    if (!source.isObject() || !source.path("session").isTextual()) {
      throw new IllegalArgumentException(FORMS + ", not " + source.getNodeType());
    }
    var head = source.path("head");
    if (!head.isTextual() && !head.isNull() && !head.isMissingNode()) {
      throw new IllegalArgumentException(FORMS + "; its head is a text such as 'sha256:…'");
    }
    return new AttachedSource(
        new SessionId(source.path("session").asText()),
        head.isTextual() ? Optional.of(new HeadId(head.asText())) : Optional.empty());
  }
}
