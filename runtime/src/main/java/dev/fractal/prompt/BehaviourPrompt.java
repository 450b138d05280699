package dev.fractal.prompt;

import dev.fractal.protocol.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The system prompt that teaches a model the REPL. It is one versioned resource and the same for
 * every session, so that a provider's cache finds it; a session keeps the version that it began
 * with, whose stamp it has.
 */
public final class BehaviourPrompt {
  private static final String VERSION = "behaviour-3";
  private static final List<String> FORMER = List.of("behaviour-1", "behaviour-2");
  private static final int STAMP_DIGITS = 12;

  private final String text;
  private final String stamp;
  private final Map<String, String> former;

  private BehaviourPrompt(String text, String stamp, Map<String, String> former) {
    this.text = text;
    this.stamp = stamp;
    this.former = Map.copyOf(former);
  }

  /** Loads the current version, and those before it. */
  public static BehaviourPrompt load() {
    var former = new HashMap<String, String>();
    for (String version : FORMER) {
      var text = read(version);
      former.put(stamp(version, text), text);
    }
    var text = read(VERSION);
    return new BehaviourPrompt(text, stamp(VERSION, text), former);
  }

  private static String read(String version) {
    String resource = version + ".md";
    try (InputStream in = BehaviourPrompt.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the resource dev/fractal/prompt/" + resource + " is gone");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String stamp(String version, String text) {
    String digest = Sha256.of(text).substring("sha256:".length());
    return version + "+" + digest.substring(0, STAMP_DIGITS);
  }

  public String text() {
    return text;
  }

  /** The version and the first twelve hex digits of the text's SHA-256. */
  public String stamp() {
    return stamp;
  }

  /** The text that a session with this stamp began with; the current one where none is known. */
  public String text(String of) {
    return former.getOrDefault(of, text);
  }

  /** Stamps of the versions that sessions began with before. */
  public Set<String> former() {
    return former.keySet();
  }
}
