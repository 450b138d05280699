package dev.fractal.http;

import dev.fractal.view.Json;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/** What the caller may do, so that a page offers no more. */
final class AccessRoute {
  private AccessRoute() {}

  static Route of(Access access) {
    return Route.get(
        "/v1/access",
        exchange -> {
          var role = access.role(exchange.headers("authorization"));
          return CompletableFuture.completedFuture(
              Answers.ok(
                  Json.object()
                      .put("authentication", access.open() ? "off" : "bearer")
                      .put("role", role.name().toLowerCase(Locale.ROOT))));
        });
  }
}
