package dev.fractal.http.routes;

import dev.fractal.http.wire.Route;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.util.ByteString;

/** What the node counts, for those who may read. */
public final class MetricsRoute {
  private static final ContentType TYPE =
      MediaTypes.customWithOpenCharset("text", "plain", Map.of("version", "0.0.4"), false)
          .toContentType(HttpCharsets.UTF_8);

  private MetricsRoute() {}

  public static Route of(Metrics metrics) {
    return Route.get("/metrics", _ -> metrics.text().thenApply(MetricsRoute::answer));
  }

  private static HttpResponse answer(String text) {
    return HttpResponse.create().withEntity(HttpEntities.create(TYPE, ByteString.fromString(text)));
  }
}
