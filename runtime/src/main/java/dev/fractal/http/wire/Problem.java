package dev.fractal.http.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.view.Json;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a request was not carried out, as RFC 9457 has it.
 *
 * @param kind stable, in CamelCase; the type of the document is {@code urn:fractal:error:KIND}
 * @param detail one sentence: what, which, and what to do next
 * @param field what of the body it is about
 */
public record Problem(int status, String kind, String detail, Optional<String> field) {
  public static final String TYPE = "urn:fractal:error:";

  public Problem(int status, String kind, String detail) {
    this(status, kind, detail, Optional.empty());
  }

  public static Problem badRequest(String sentence) {
    return new Problem(400, "BadRequest", sentence);
  }

  Problem about(String name) {
    return new Problem(status, kind, detail, Optional.of(name));
  }

  public RuntimeException thrown() {
    return new ProblemException(this);
  }

  public ObjectNode json() {
    return Json.object()
        .put("type", TYPE + kind)
        .put("title", title())
        .put("status", status)
        .put("detail", detail);
  }

  /** The kind in words. */
  private String title() {
    var words = kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
    return words.charAt(0)
        + words
            .substring(1)
            .toLowerCase(Locale.ROOT)
            .replace(" json", " JSON")
            .replace(" http", " HTTP");
  }
}
