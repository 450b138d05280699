package dev.fractal.http.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.util.ByteString;

/** The files of the web page by name: those of this package, and the one library that they use. */
public final class PageFiles {
  /** What {@code /} shows. */
  public static final String FIRST = "index.html";

  private static final Pattern NAME = Pattern.compile("[a-z]+\\.(html|js|css|svg)");
  private static final String LIBRARY = "preact.js";
  private static final String LIBRARY_PLACE =
      "/META-INF/resources/webjars/preact/10.28.0/dist/preact.module.js";
  private static final Map<String, ContentType> TYPES =
      Map.of(
          "html", ContentTypes.TEXT_HTML_UTF8,
          "js", ContentTypes.parse("text/javascript; charset=UTF-8"),
          "css", ContentTypes.parse("text/css; charset=UTF-8"),
          "svg", ContentTypes.parse("image/svg+xml"));

  private PageFiles() {}

  /** The file of a name; empty when there is none. */
  public static Optional<PageFile> find(String name) {
    var matcher = NAME.matcher(name);
    return matcher.matches() ? read(name, matcher) : Optional.empty();
  }

  private static Optional<PageFile> read(String name, Matcher matcher) {
    var place = name.equals(LIBRARY) ? LIBRARY_PLACE : name;
    try (InputStream in = PageFiles.class.getResourceAsStream(place)) {
      return in == null
          ? Optional.empty()
          : Optional.of(
              file(Objects.requireNonNull(TYPES.get(matcher.group(1))), in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PageFile file(ContentType type, byte[] bytes) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      var tag = "\"" + HexFormat.of().formatHex(digest, 0, 12) + "\"";
      return new PageFile(type, ByteString.fromArray(bytes), tag);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
