package dev.fractal.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.view.ViewJson;
import java.util.Locale;

/**
 * Why a request was not carried out, as RFC 9457 has it.
 *
 * @param kind stable, in CamelCase; the type of the document is {@code urn:fractal:error:KIND}
 * @param detail one sentence: what, which, and what to do next
 */
record Problem(int status, String kind, String detail) {
  static final String TYPE = "urn:fractal:error:";

  static Problem badRequest(String sentence) {
    return new Problem(400, "BadRequest", sentence);
  }

  RuntimeException thrown() {
    return new ProblemException(this);
  }

  ObjectNode json() {
    return ViewJson.object()
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
