package dev.fractal.http.routes;

import dev.fractal.http.wire.Admission;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Problem;
import dev.fractal.http.wire.Route;
import dev.fractal.view.Json;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Whether the process lives, and whether it may get work; for everybody. */
public record HealthRoutes(SharedLook health) {
  public List<Route> all() {
    return List.of(
        new Route(
            "GET",
            "/health/alive",
            Admission.EVERYBODY,
            _ -> CompletableFuture.completedFuture(Answers.ok(Json.document(AliveDocument.ALIVE)))),
        new Route(
            "GET",
            "/health/ready",
            Admission.EVERYBODY,
            _ -> health.checks().thenApply(HealthRoutes::ready)));
  }

  private static HttpResponse ready(List<Health.Check> checks) {
    var failed = checks.stream().filter(check -> !check.passed()).toList();
    if (failed.isEmpty()) {
      return Answers.ok(Json.document(new ReadyDocument("ready", checks)));
    }
    var document = new Problem(503, "NotReady", sentences(failed)).json();
    document.set("checks", Json.array(checks, Json::tree));
    return Answers.problem(503, document);
  }

  private static String sentences(List<Health.Check> failed) {
    return failed.stream()
        .map(check -> check.name() + ": " + check.sentence())
        .collect(Collectors.joining("; "));
  }
}
