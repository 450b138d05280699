package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A message to a session, as it arrives.
 *
 * @param id the sender's idempotency key, 1 to 200 characters: the same key is never shown twice
 * @param text 1 to 4,000 characters that are not all blank
 */
public record Letter(String id, Sender from, Mode mode, String text) {
  /** Characters of the longest text. */
  public static final int LONGEST_TEXT = 4_000;

  /** Characters of the longest name. */
  public static final int LONGEST_NAME = 200;

  private static final Pattern LINE_BREAK = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");
  private static final Pattern HALF = Pattern.compile("\\p{Cs}");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException with one sentence that says what is wrong
   */
  public Letter {
    if (id.isBlank() || id.length() > TurnRequest.LONGEST_ID) {
      throw new IllegalArgumentException("a request id has 1 to 200 characters");
    }
    if (text.isBlank() || text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException(
          "a message has 1 to 4,000 characters that are not all blank, not %,d; queue a longer one"
                  .formatted(text.length())
              + " as a turn");
    }
    if (HALF.matcher(text).find()) {
      throw new IllegalArgumentException(
          "a message has no half of a surrogate pair; send it whole");
    }
  }

  /** What a message does to the turn that runs. */
  public enum Mode {
    /** The model reads it with its next request. */
    STEER("steer"),
    /** It is the next turn. */
    QUEUE("queue"),
    /** The running model call or cell ends first. */
    INTERRUPT("interrupt");

    private final String wire;

    Mode(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }

    public static Optional<Mode> named(String wire) {
      return Arrays.stream(values()).filter(mode -> mode.wire.equals(wire)).findFirst();
    }
  }

  /** Who sends it. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "sender")
  @JsonSubTypes({@JsonSubTypes.Type(Person.class), @JsonSubTypes.Type(Relative.class)})
  public sealed interface Sender {
    String name();
  }

  /**
   * Somebody outside of the tree.
   *
   * @param name 1 to 200 characters of one line
   */
  @JsonTypeName("person")
  public record Person(String name) implements Sender {
    public Person {
      boolean fits = !name.isBlank() && name.length() <= LONGEST_NAME;
      if (!fits || LINE_BREAK.matcher(name).find() || HALF.matcher(name).find()) {
        throw new IllegalArgumentException(
            "who sends a message is named in 1 to 200 characters of one line");
      }
    }
  }

  /** A cell of another session. */
  @JsonTypeName("session")
  public record Relative(SessionId session, Optional<SessionId> parent, SessionId root)
      implements Sender {
    @Override
    public String name() {
      return session.value();
    }

    /** Whether it is the parent, a child or a sibling of a session of the same tree. */
    public boolean isNextTo(SessionId other, Optional<SessionId> parentOfOther) {
      boolean siblings = parent.isPresent() && parent.equals(parentOfOther);
      return parent.filter(other::equals).isPresent()
          || parentOfOther.filter(session::equals).isPresent()
          || (siblings && !session.equals(other));
    }
  }
}
