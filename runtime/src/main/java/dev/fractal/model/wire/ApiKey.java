package dev.fractal.model.wire;

import java.util.Optional;
import java.util.regex.Pattern;

/** A provider's key, which is sent to its server and shows itself nowhere else. */
public final class ApiKey {
  public static final ApiKey NONE = new ApiKey("");
  private static final String STARS = "***";
  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]+");

  private final String value;

  private ApiKey(String value) {
    this.value = value;
  }

  /** The key without the blanks around it; none if no header could carry it. */
  public static Optional<ApiKey> of(String value) {
    return PRINTABLE.matcher(value.strip()).matches()
        ? Optional.of(new ApiKey(value.strip()))
        : Optional.empty();
  }

  public boolean isEmpty() {
    return value.isEmpty();
  }

  /** The key itself, for a request's header. */
  public String value() {
    return value;
  }

  /** The text without the key, should somebody have quoted it. */
  String takenOutOf(String text) {
    return value.isEmpty() ? text : text.replace(value, STARS);
  }

  @Override
  public String toString() {
    return STARS;
  }
}
