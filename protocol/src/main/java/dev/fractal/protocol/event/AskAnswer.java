package dev.fractal.protocol.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.budget.Raise;
import java.util.Optional;

/** What a person said to a question. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(AskAnswer.Given.class),
  @JsonSubTypes.Type(AskAnswer.Raised.class),
  @JsonSubTypes.Type(AskAnswer.Declined.class),
  @JsonSubTypes.Type(AskAnswer.Approved.class),
  @JsonSubTypes.Type(AskAnswer.Rejected.class)
})
public sealed interface AskAnswer {
  /**
   * An answer that fits the question.
   *
   * @param value JSON text
   */
  @JsonTypeName("answer")
  record Given(Content value) implements AskAnswer {}

  /** The budget has these limits now. */
  @JsonTypeName("raise")
  record Raised(Raise raise) implements AskAnswer {}

  /**
   * The call may be made.
   *
   * @param arguments JSON array that it is made with, if not with those that the cell gave
   */
  @JsonTypeName("approve")
  record Approved(Optional<Content> arguments) implements AskAnswer {}

  /** The call may not be made. */
  @JsonTypeName("reject")
  record Rejected(String why) implements AskAnswer {}

  /** Nobody will answer it. */
  @JsonTypeName("decline")
  record Declined(String why) implements AskAnswer {}
}
