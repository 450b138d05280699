package dev.fractal.protocol.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Spend;

/** The result of one host call, with what it spent. */
public record HostResult(int call, Answer answer, Spend spend) {
  /** A value, a failure that the cell can catch, or that it was called off. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "answer")
  @JsonSubTypes({
    @JsonSubTypes.Type(Answer.Returned.class),
    @JsonSubTypes.Type(Answer.Failed.class),
    @JsonSubTypes.Type(Answer.Cancelled.class)
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

    /** Nobody waits for it any more: its cell cancelled it, or was over. No cell is given this. */
    @JsonTypeName("cancelled")
    record Cancelled() implements Answer {}
  }
}
