package dev.fractal.http.wire;

import dev.fractal.protocol.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;

/**
 * How a whole document travels: not at all when the caller has it, compressed when that pays and
 * the caller takes it. Streams travel as they are.
 */
final class Transfer {
  /** Bytes below which compressing gains nothing. */
  private static final int SMALL = 1_024;

  private static final Set<String> READS = Set.of("GET", "HEAD");
  private static final String SCHEME = "sha256:";

  private Transfer() {}

  static HttpResponse of(HttpRequest request, HttpResponse response) {
    if (!(response.entity() instanceof HttpEntity.Strict document)
        || response.status().intValue() != 200
        || response.getHeader("Content-Encoding").isPresent()) {
      return response;
    }
    if (!READS.contains(request.method().name())
        || !document.getContentType().mediaType().subType().equals("json")) {
      return compressed(request, response, document);
    }
    var tag = "W/\"" + Sha256.address(digest(document)).substring(SCHEME.length()) + '"';
    return has(request, tag)
        ? Answers.with(HttpResponse.create().withStatus(304), "ETag", tag)
        : Answers.with(compressed(request, response, document), "ETag", tag);
  }

  private static byte[] digest(HttpEntity.Strict document) {
    return Sha256.newDigest().digest(document.getData().toArray());
  }

  private static boolean has(HttpRequest request, String tag) {
    return list(request, "if-none-match").anyMatch(known -> known.equals("*") || known.equals(tag));
  }

  private static HttpResponse compressed(
      HttpRequest request, HttpResponse response, HttpEntity.Strict document) {
    if (document.getData().size() < SMALL || !takesGzip(request)) {
      return response;
    }
    var entity = HttpEntities.create(document.getContentType(), gzip(document.getData()));
    return Answers.with(
        Answers.with(response.withEntity(entity), "Content-Encoding", "gzip"),
        "Vary",
        "Accept-Encoding");
  }

  private static boolean takesGzip(HttpRequest request) {
    return list(request, "accept-encoding")
        .map(coding -> coding.replace(" ", ""))
        .anyMatch(
            coding ->
                coding.equals("gzip")
                    || (coding.startsWith("gzip;q=") && !coding.matches("gzip;q=0(\\.0*)?")));
  }

  private static Stream<String> list(HttpRequest request, String header) {
    return StreamSupport.stream(request.getHeaders().spliterator(), false)
        .filter(one -> one.is(header))
        .map(HttpHeader::value)
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip);
  }

  private static ByteString gzip(ByteString bytes) {
    var out = new ByteArrayOutputStream(bytes.size() / 4);
    try (var zip = new GZIPOutputStream(out)) {
      zip.write(bytes.toArray());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return ByteString.fromArray(out.toByteArray());
  }
}
