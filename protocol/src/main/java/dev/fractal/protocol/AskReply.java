package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.util.Optional;

/**
 * What somebody says to an open question, as it arrives.
 *
 * @param by who says it, 1 to 200 characters
 */
public record AskReply(Words words, String by) {
  /** Characters of the longest name. */
  public static final int LONGEST_NAME = 200;

  /** UTF-16 units of the longest answer, as JSON: 1 Mi. */
  public static final int LONGEST_ANSWER = 1024 * 1024;

  /** Characters of the longest reason. */
  public static final int LONGEST_WHY = 2_000;

  public AskReply {
    if (by.isBlank() || by.length() > LONGEST_NAME) {
      throw new IllegalArgumentException("who answers is named in 1 to 200 characters");
    }
  }

  /** An answer, or that there will be none. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "words")
  @JsonSubTypes({
    @JsonSubTypes.Type(Value.class),
    @JsonSubTypes.Type(Decline.class),
    @JsonSubTypes.Type(Approve.class),
    @JsonSubTypes.Type(Reject.class)
  })
  public sealed interface Words {}

  /**
   * An answer.
   *
   * @param json JSON text
   */
  @JsonTypeName("value")
  public record Value(String json) implements Words {
    public Value {
      if (json.length() > LONGEST_ANSWER) {
        throw new IllegalArgumentException(
            "an answer has at most 1,048,576 characters as JSON, not %,d".formatted(json.length()));
      }
    }
  }

  /**
   * A call may be made.
   *
   * @param arguments JSON array that it is made with, if not with those that the cell gave
   */
  @JsonTypeName("approve")
  public record Approve(Optional<String> arguments) implements Words {
    public Approve {
      if (arguments.filter(json -> json.length() > LONGEST_ANSWER).isPresent()) {
        throw new IllegalArgumentException("edited arguments have at most 1,048,576 characters");
      }
    }
  }

  /** A call may not be made. */
  @JsonTypeName("reject")
  public record Reject(String why) implements Words {
    public Reject {
      if (why.isBlank() || why.length() > LONGEST_WHY) {
        throw new IllegalArgumentException("why a call is rejected takes 1 to 2,000 characters");
      }
    }
  }

  /** Whoever was asked does not answer. */
  @JsonTypeName("decline")
  public record Decline(String why) implements Words {
    public Decline {
      if (why.isBlank() || why.length() > LONGEST_WHY) {
        throw new IllegalArgumentException("why an ask is declined takes 1 to 2,000 characters");
      }
    }
  }
}
