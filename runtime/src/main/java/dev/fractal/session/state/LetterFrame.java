package dev.fractal.session.state;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.fractal.protocol.Letter;
import java.time.Instant;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A message as the model reads it: who sent it and when, then its lines, each behind a mark, so
 * that no text looks like anything else that the model is told.
 */
public final class LetterFrame {
  private static final Pattern LINE = Pattern.compile("\\R");

  private LetterFrame() {}

  public static String of(Letter letter, Instant at) {
    var lines =
        Arrays.stream(LINE.split(letter.text(), -1))
            .map(line -> "> " + line)
            .collect(Collectors.joining("\n"));
    return "[Message from the %s %s, %s. Each of its lines begins with \">\".]\n%s"
        .formatted(kind(letter), TextNode.valueOf(letter.from().name()), at, lines);
  }

  /** A person or a session. */
  public static String kind(Letter letter) {
    return switch (letter.from()) {
      case Letter.Person _ -> "person";
      case Letter.Relative _ -> "session";
    };
  }
}
