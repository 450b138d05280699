package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.SessionId;
import java.util.List;

/**
 * What a check of a tree found.
 *
 * @param sessions so many were looked at
 * @param edges so many were looked at
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record LineageDocument(boolean ok, int sessions, int edges, List<Flaw> problems) {
  public LineageDocument {
    problems = List.copyOf(problems);
  }

  /** What is wrong with a session, in one sentence. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Flaw(SessionId session, String problem) {}
}
