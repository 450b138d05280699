package dev.fractal.model.playbook;

import dev.fractal.model.ModelCallException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The failures that a playbook can script. */
public enum ScriptedError {
  RATE_LIMIT("rate-limit", ModelCallException.Kind.RATE_LIMIT),
  SERVER_ERROR("server-error", ModelCallException.Kind.SERVER_ERROR),
  /** The model never answers: the call runs into its deadline. */
  TIMEOUT("timeout", ModelCallException.Kind.TIMEOUT),
  BAD_REQUEST("bad-request", ModelCallException.Kind.BAD_REQUEST);

  private final String word;
  private final ModelCallException.Kind kind;

  ScriptedError(String word, ModelCallException.Kind kind) {
    this.word = word;
    this.kind = kind;
  }

  /** The word of the playbook format. */
  public String word() {
    return word;
  }

  public ModelCallException.Kind kind() {
    return kind;
  }

  static Optional<ScriptedError> of(String word) {
    return Arrays.stream(values()).filter(e -> e.word.equals(word)).findFirst();
  }

  static String words() {
    return Arrays.stream(values()).map(ScriptedError::word).collect(Collectors.joining(", "));
  }
}
