package dev.fractal.http.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Sha256;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The messages of a request.
 *
 * @param system all system and developer messages; empty when there are none
 * @param past what was asked and answered before, oldest first
 * @param message what is asked now
 */
public record ChatThread(String system, List<Said> past, String message) {
  private static final String BEFORE_SYSTEM = "The caller's instructions:\n";
  private static final String BEFORE_MESSAGE = "\n\nThe caller's message:\n";
  private static final Pattern KEY = Pattern.compile("chat-[0-9a-f]{64}");
  private static final int ID_LENGTH = 20;

  public ChatThread {
    past = List.copyOf(past);
  }

  /**
   * A message with its answer.
   *
   * @param place of the answer among the messages
   */
  public record Said(String asked, String answered, int place) {}

  /** The session of a conversation that names none: it follows from how the conversation begins. */
  SessionId session(String model, String user) {
    var first = past.isEmpty() ? message : past.getFirst().asked();
    return new SessionId("chat-" + digest(List.of("session", model, user, system, first)));
  }

  /** The session in which it goes on where it leaves what a session has said. */
  SessionId branch(SessionId root, String key) {
    return new SessionId("chat-" + digest(List.of("branch", root.value(), key)));
  }

  /**
   * What identifies the conversation up to a message.
   *
   * @param asked how many earlier messages it has
   * @param variant tells apart what has the same messages
   */
  String key(SessionId root, int asked, String variant) {
    var words = JsonNodeFactory.instance.arrayNode();
    words.add(root.value()).add(system).add(variant);
    past.subList(0, asked).forEach(said -> words.add(said.asked()));
    words.add(asked < past.size() ? past.get(asked).asked() : message);
    return "chat-" + Sha256.of(words.toString()).substring("sha256:".length());
  }

  /** Whether a request id is one that {@link #key} makes. */
  static boolean isKey(String requestId) {
    return KEY.matcher(requestId).matches();
  }

  /** The message of a turn, with the system messages unless the session has had them. */
  String turn(boolean told) {
    return system.isBlank() || told ? message : instructions() + message;
  }

  /** Whether a turn's message told the session these system messages. */
  boolean tells(String turn) {
    return !system.isBlank() && turn.startsWith(instructions());
  }

  /** Whether a turn asked this, with system messages or without. */
  static boolean asks(String turn, String asked) {
    return turn.equals(asked)
        || (turn.startsWith(BEFORE_SYSTEM) && turn.endsWith(BEFORE_MESSAGE + asked));
  }

  private String instructions() {
    return BEFORE_SYSTEM + system + BEFORE_MESSAGE;
  }

  private static String digest(List<String> words) {
    var array = JsonNodeFactory.instance.arrayNode();
    words.forEach(array::add);
    var from = "sha256:".length();
    return Sha256.of(array.toString()).substring(from, from + ID_LENGTH);
  }
}
