package dev.fractal.http.openai;

/** Why a chat request is not carried out. */
public final class ChatRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String kind;
  private final String parameter;

  ChatRefusal(int status, String kind, String parameter, String sentence) {
    super(sentence, null, false, false);
    this.status = status;
    this.kind = kind;
    this.parameter = parameter;
  }

  static ChatRefusal bad(String parameter, String what) {
    return new ChatRefusal(400, "BadRequest", parameter, "'" + parameter + "' " + what);
  }

  static ChatRefusal unsupported(String parameter, String what) {
    return new ChatRefusal(400, "UnsupportedParameter", parameter, "'" + parameter + "' " + what);
  }

  /** Of HTTP. */
  public int status() {
    return status;
  }

  /** Stable, in CamelCase. */
  public String kind() {
    return kind;
  }

  /** What it is about, such as {@code messages[1].content}. */
  public String parameter() {
    return parameter;
  }
}
