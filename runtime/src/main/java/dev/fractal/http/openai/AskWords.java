package dev.fractal.http.openai;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.Sha256;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.view.Json;
import java.util.Locale;
import java.util.Set;

/** What the words of a message come to as the answer of a question, and who gives it. */
public final class AskWords {
  private static final String BY = "openai";
  private static final Set<String> YES = Set.of("y", "yes");
  private static final int SHOWN = 100;

  private AskWords() {}

  /** Who answers with a message that follows the question. */
  static String by() {
    return BY;
  }

  /** Who answers with a message that comes alone; attempts are told apart. */
  static String by(String attempt) {
    if (attempt.isBlank()) {
      return BY;
    }
    var name = attempt.length() <= SHOWN ? attempt : Sha256.of(attempt);
    return BY + ", attempt " + name;
  }

  /** Whether words approve a call; all others say why not. */
  public static boolean approves(String words) {
    return YES.contains(words.strip().toLowerCase(Locale.ROOT));
  }

  private static boolean isRaise(Raise raise, String words) {
    try {
      return Raise.parse(words).equals(raise);
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Whether an answer that was taken came from these words of the same one. */
  static boolean isOf(AskAnswered event, String words, String by, PayloadStore payloads) {
    return event.by().equals(by)
        && switch (event.answer()) {
          case AskAnswer.Given(var value) -> {
            var given = Json.parsed(payloads.text(value));
            yield given.equals(TextNode.valueOf(words))
                || (Json.isJson(words) && given.equals(Json.parsed(words)));
          }
          case AskAnswer.Approved(var arguments) -> arguments.isEmpty() && approves(words);
          case AskAnswer.Rejected(var why) -> why.equals(words);
          case AskAnswer.Raised(var raise) -> isRaise(raise, words);
          case AskAnswer.Declined _ -> false;
        };
  }
}
