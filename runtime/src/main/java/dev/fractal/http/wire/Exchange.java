package dev.fractal.http.wire;

import dev.fractal.protocol.SessionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.util.ByteString;

/**
 * A request as a route sees it; what is malformed throws a {@link ProblemException}.
 *
 * @param path the values of the template's parameters
 * @param body empty when there is none
 */
public record Exchange(HttpRequest request, Map<String, String> path, ByteString body) {

  /** The session that the path names. */
  public SessionId session() {
    return parameter("id", SessionId::new);
  }

  /** A parameter of the path in its form. */
  public <T> T parameter(String name, Function<String, T> form) {
    return read(Objects.requireNonNull(path.get(name)), form);
  }

  /** A parameter of the query, given at most once. */
  public Optional<String> query(String name) {
    var values = Query.of(request.getUri().rawQueryString().orElse("")).all(name);
    if (values.size() > 1) {
      throw Problem.badRequest("'" + name + "' is given twice in the query; give it once").thrown();
    }
    return values.stream().findFirst();
  }

  /** A parameter of the query in its form. */
  public <T> Optional<T> query(String name, Function<String, T> form) {
    return query(name).map(value -> read(value, form));
  }

  /** A switch of the query. */
  public boolean flag(String name) {
    return query(name)
        .map(
            value ->
                switch (value) {
                  case "true", "" -> true;
                  case "false" -> false;
                  default ->
                      throw Problem.badRequest("'" + name + "' in the query is true or false")
                          .thrown();
                })
        .orElse(false);
  }

  /** The body as a JSON object; an absent body is an empty one. */
  public Fields fields() {
    return Fields.of(body);
  }

  /** Whether the caller prefers a media type that it names. */
  public boolean accepts(String mediaType) {
    return headers("accept").stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .map(range -> range.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .anyMatch(mediaType::equals);
  }

  public List<String> headers(String lowerCaseName) {
    return StreamSupport.stream(request.getHeaders().spliterator(), false)
        .filter(header -> header.is(lowerCaseName))
        .map(header -> header.value())
        .toList();
  }

  private static <T> T read(String value, Function<String, T> form) {
    try {
      return form.apply(value);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest(Fields.shortened(String.valueOf(e.getMessage()))).thrown();
    }
  }

  /** The body as text, as it is. */
  String text() {
    return body.decodeString(StandardCharsets.UTF_8);
  }
}
