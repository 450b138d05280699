package dev.fractal.prompt;

import dev.fractal.protocol.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The system prompt that teaches a model the REPL. It is one versioned resource and the same for
 * every session, so that a provider's cache finds it; a session keeps its stamp.
 */
public final class BehaviourPrompt {
  private static final String VERSION = "behaviour-1";
  private static final int STAMP_DIGITS = 12;

  private final String text;
  private final String stamp;

  private BehaviourPrompt(String text) {
    this.text = text;
    String digest = Sha256.of(text).substring("sha256:".length());
    this.stamp = VERSION + "+" + digest.substring(0, STAMP_DIGITS);
  }

  /** Loads the current version. */
  public static BehaviourPrompt load() {
    String resource = VERSION + ".md";
    try (InputStream in = BehaviourPrompt.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the resource dev/fractal/prompt/" + resource + " is gone");
      }
      return new BehaviourPrompt(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String text() {
    return text;
  }

  /** The version and the first twelve hex digits of the text's SHA-256. */
  public String stamp() {
    return stamp;
  }
}
