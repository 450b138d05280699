package dev.fractal.model.stub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Answers as the providers' documentation shows them, in the test resources beside this class. The
 * lines of a file that begin with {@code #} say which page it follows.
 */
public final class Recording {
  private static final Pattern NOTES = Pattern.compile("(?m)^#.*\\R");

  private Recording() {}

  /** The answer in a file. */
  public static String of(String file) {
    try (InputStream in = Recording.class.getResourceAsStream(file)) {
      byte[] bytes = Objects.requireNonNull(in, file).readAllBytes();
      return NOTES.matcher(new String(bytes, StandardCharsets.UTF_8)).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JSON text, as a tree that can be compared. */
  public static JsonNode json(String text) {
    try {
      return new JsonMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
