package dev.fractal.http.routes;

import dev.fractal.http.wire.Admission;
import dev.fractal.http.wire.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.util.ByteString;

/** The description of all routes, for everybody. */
public final class OpenApiRoute {
  private OpenApiRoute() {}

  public static Route of() {
    var entity = HttpEntities.create(ContentTypes.APPLICATION_JSON, document());
    return new Route(
        "GET",
        "/openapi.json",
        Admission.EVERYBODY,
        _ -> CompletableFuture.completedFuture(HttpResponse.create().withEntity(entity)));
  }

  private static ByteString document() {
    try (InputStream in =
        OpenApiRoute.class.getResourceAsStream("/dev/fractal/http/openapi.json")) {
      return ByteString.fromArray(Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
