package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * The address of a session: 1 to 200 characters of {@code [A-Za-z0-9._~-]}, the first a letter or a
 * digit. It is the sharding entity id and, as it stands, the persistence id's second half.
 */
public record SessionId(@JsonValue String value) implements Comparable<SessionId> {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._~-]{0,199}");
  private static final int CHILD = 20;

  /** Characters of an id that the ids of children fit behind. */
  public static final int LONGEST_ROOT = 200 - 1 - CHILD;

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public SessionId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "'"
              + value
              + "' is not a session id; use 1 to 200 letters, digits, '.', '_', '~' or '-',"
              + " starting with a letter or a digit");
    }
  }

  /** Whether a session of this id can be the root of a tree. */
  public boolean hasRoom() {
    return value.length() <= LONGEST_ROOT;
  }

  /**
   * The id of the child that a call spawns: the same call always names the same child. Behind a
   * root of an older version that {@linkplain #hasRoom has no room} it is shortened.
   */
  public static SessionId child(SessionId root, CallKey call) {
    var name = root.hasRoom() ? root.value() : root.value().substring(0, LONGEST_ROOT);
    return new SessionId(name + "~" + Sha256.of(call.value()).substring(7, 7 + CHILD));
  }

  @Override
  public int compareTo(SessionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
