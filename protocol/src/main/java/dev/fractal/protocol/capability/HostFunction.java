package dev.fractal.protocol.capability;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The functions that every node offers to cells, by what answers them. */
public enum HostFunction {
  LM("lm", Kind.LEAF),
  MAP_LM("mapLm", Kind.LEAF),
  RLM("rlm", Kind.CHILD),
  MAP_RLM("mapRlm", Kind.CHILD),
  ATTACH_RLM("attachRlm", Kind.CHILD),
  READ_FILE("readFile", Kind.GATE),
  LIST_FILES("listFiles", Kind.GATE),
  WRITE_FILE("writeFile", Kind.EFFECT),
  FETCH_TEXT("fetchText", Kind.GATE),
  SH("sh", Kind.EFFECT),
  ASK("ask", Kind.WAIT, 3),
  SLEEP("sleep", Kind.WAIT, 3),
  SLEEP_UNTIL("sleepUntil", Kind.WAIT, 3),
  TELL("tell", Kind.MAIL, 3),
  MESSAGES("messages", Kind.MAIL, 3);

  /** Who answers a function. */
  public enum Kind {
    /** One call of a model. */
    LEAF,
    /** A child session. */
    CHILD,
    /** A file or the network, which it leaves as it is. */
    GATE,
    /** A file or a program, which it may change. */
    EFFECT,
    /** A person or the clock. */
    WAIT,
    /** Another session, or what others told this one. */
    MAIL;

    /** Whether it does something that a person may want to approve. */
    boolean isWork() {
      return this != WAIT && this != MAIL;
    }
  }

  private static final Map<String, HostFunction> BY_LABEL =
      Arrays.stream(values()).collect(Collectors.toMap(HostFunction::label, Function.identity()));

  /** Stamps of behaviour prompts, by which sessions say what they were taught. */
  private static final Pattern DOCTRINE = Pattern.compile("behaviour-(\\d{1,6})\\+.*");

  private final String label;
  private final Kind kind;
  private final int since;

  HostFunction(String label, Kind kind) {
    this(label, kind, 1);
  }

  HostFunction(String label, Kind kind, int since) {
    this.label = label;
    this.kind = kind;
    this.since = since;
  }

  /** The function with this model-facing name. */
  public static Optional<HostFunction> named(String label) {
    return Optional.ofNullable(BY_LABEL.get(label));
  }

  /**
   * Whether a session that was begun with this behaviour prompt has the function. Older ones do not
   * get it, whatever they are granted: the name is free in them, and their cells may have taken it.
   *
   * @param doctrine the prompt's stamp
   */
  public boolean isIn(String doctrine) {
    var version = DOCTRINE.matcher(doctrine);
    return !version.matches() || Integer.parseInt(version.group(1)) >= since;
  }

  /** The model-facing name. */
  public String label() {
    return label;
  }

  public Kind kind() {
    return kind;
  }
}
