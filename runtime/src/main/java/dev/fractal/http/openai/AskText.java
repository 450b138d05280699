package dev.fractal.http.openai;

import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskNote;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A question of a cell as an assistant's message. Its last line has the question's name, by which
 * the message that answers it is known.
 */
public final class AskText {
  private static final Pattern NAME = Pattern.compile("(?s).*\\(ask ([^\\s()]{1,300})\\)");

  private AskText() {}

  /** The message. */
  public static String of(AskNote ask) {
    return ask.question() + form(ask) + "\n(ask " + ask.ask() + ")";
  }

  private static String form(AskNote ask) {
    if (ask.approves().isPresent()) {
      return "\nSay yes, or why not.";
    }
    if (ask.typed()) {
      return "\n(a value that fits its schema, as JSON)";
    }
    return ask.choices().isEmpty() ? "" : "\n(one of: " + String.join(", ", ask.choices()) + ")";
  }

  /** The name of the question that a message may be. */
  static Optional<AskId> name(String message) {
    var named = NAME.matcher(message.strip());
    if (!named.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(AskId.parse(named.group(1)));
    } catch (IllegalArgumentException e) {
      // Words that only look like a name.
      return Optional.empty();
    }
  }
}
