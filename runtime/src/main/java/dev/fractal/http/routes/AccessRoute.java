package dev.fractal.http.routes;

import dev.fractal.http.wire.Access;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Route;
import dev.fractal.view.Json;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** What the caller may do, so that a page offers no more. */
public final class AccessRoute {
  private AccessRoute() {}

  public static Route of(Access access) {
    return Route.get(
        "/v1/access",
        exchange -> {
          var role = access.role(exchange.headers("authorization"));
          return CompletableFuture.completedFuture(
              Answers.ok(
                  Json.document(
                      new AccessDocument(
                          access.open() ? "off" : "bearer",
                          role.name().toLowerCase(Locale.ROOT)))));
        });
  }
}
