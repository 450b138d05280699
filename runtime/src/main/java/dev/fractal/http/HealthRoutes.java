package dev.fractal.http;

import dev.fractal.view.Json;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Whether the process lives, and whether it may get work; for everybody. */
record HealthRoutes(Health health) {
  List<Route> all() {
    return List.of(
        new Route(
            "GET",
            "/health/alive",
            Admission.EVERYBODY,
            _ ->
                CompletableFuture.completedFuture(
                    Answers.ok(Json.object().put("status", "alive")))),
        new Route(
            "GET",
            "/health/ready",
            Admission.EVERYBODY,
            _ -> CompletableFuture.completedFuture(ready())));
  }

  private HttpResponse ready() {
    var checks = health.checks();
    var failed = checks.stream().filter(check -> !check.passed()).toList();
    var document =
        failed.isEmpty()
            ? Json.object().put("status", "ready")
            : new Problem(503, "NotReady", sentences(failed)).json();
    document.set("checks", Json.array(checks, Json::tree));
    return failed.isEmpty() ? Answers.ok(document) : Answers.problem(503, document);
  }

  private static String sentences(List<Health.Check> failed) {
    return failed.stream()
        .map(check -> check.name() + ": " + check.sentence())
        .collect(Collectors.joining("; "));
  }
}
