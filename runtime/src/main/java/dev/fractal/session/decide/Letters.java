package dev.fractal.session.decide;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fractal.session.state.LetterFrame;
import dev.fractal.session.state.Mailbox.Told;
import java.util.stream.Stream;

/** Messages as cells read them. */
final class Letters {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Letters() {}

  /** A JSON array of objects with {@code from}, {@code sender}, {@code text} and {@code at}. */
  static String json(Stream<Told> letters) {
    var all = JSON.arrayNode();
    letters.forEach(
        told ->
            all.addObject()
                .put("from", told.letter().from().name())
                .put("sender", LetterFrame.kind(told.letter()))
                .put("text", told.letter().text())
                .put("at", told.at().toString()));
    return all.toString();
  }
}
