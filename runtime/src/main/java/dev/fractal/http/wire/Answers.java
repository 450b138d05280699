package dev.fractal.http.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.view.Inert;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.util.ByteString;

/** Responses. Control characters of texts never leave as they are. */
public final class Answers {
  static final ContentType PROBLEM =
      MediaTypes.applicationWithFixedCharset("problem+json", HttpCharsets.UTF_8).toContentType();
  public static final ContentType TEXT = ContentTypes.TEXT_PLAIN_UTF8;

  private Answers() {}

  public static HttpResponse ok(JsonNode document) {
    return json(200, document);
  }

  public static HttpResponse json(int status, JsonNode document) {
    return response(status, ContentTypes.APPLICATION_JSON, text(document) + "\n");
  }

  public static HttpResponse problem(Problem problem) {
    return problem(problem.status(), problem.json());
  }

  /** A problem with further fields. */
  public static HttpResponse problem(int status, JsonNode document) {
    return response(status, PROBLEM, text(document) + "\n");
  }

  public static String text(JsonNode document) {
    return Inert.json(document.toString());
  }

  public static HttpResponse with(HttpResponse response, String header, String value) {
    return response.addHeader(RawHeader.create(header, value));
  }

  private static HttpResponse response(int status, ContentType type, String body) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(HttpEntities.create(type, ByteString.fromString(body)));
  }
}
