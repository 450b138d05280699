package dev.fractal.protocol.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Spend;

/** The result of one host call, with what it spent. */
public record HostResult(int call, Answer answer, Spend spend) {
  /** A value, or a failure that the cell can catch. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
  @JsonSubTypes({
    @JsonSubTypes.Type(Answer.Returned.class),
    @JsonSubTypes.Type(Answer.Failed.class)
  })
  public sealed interface Answer {
    /**
     * The call returned.
     *
     * @param value JSON text
     */
    @JsonTypeName("returned")
    record Returned(Content value) implements Answer {}

    @JsonTypeName("failed")
    record Failed(Failure failure) implements Answer {}
  }
}
