package dev.fractal.http.routes;

import dev.fractal.http.page.PageFile;
import dev.fractal.http.page.PageFiles;
import dev.fractal.http.wire.Admission;
import dev.fractal.http.wire.Answers;
import dev.fractal.http.wire.Exchange;
import dev.fractal.http.wire.Problem;
import dev.fractal.http.wire.Route;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The web page's files, for everybody: they tell nothing of any session. The page runs scripts of
 * this server only, reaches this server only, and puts no text in as markup.
 */
public final class PageRoutes {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
              + " require-trusted-types-for 'script'; trusted-types 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cache-Control",
          "no-cache");

  private PageRoutes() {}

  public static List<Route> all() {
    return List.of(
        new Route("GET", "/", Admission.EVERYBODY, exchange -> answer(exchange, PageFiles.FIRST)),
        new Route(
            "GET",
            "/page/{file}",
            Admission.EVERYBODY,
            exchange -> answer(exchange, exchange.parameter("file", name -> name))));
  }

  private static CompletionStage<HttpResponse> answer(Exchange exchange, String name) {
    var file =
        PageFiles.find(name)
            .orElseThrow(
                () -> new Problem(404, "UnknownPath", "the page has no such file").thrown());
    var answer =
        exchange.headers("if-none-match").contains(file.tag())
            ? HttpResponse.create().withStatus(304)
            : HttpResponse.create().withEntity(HttpEntities.create(file.type(), file.content()));
    return CompletableFuture.completedFuture(guarded(answer, file));
  }

  private static HttpResponse guarded(HttpResponse answer, PageFile file) {
    var guarded = Answers.with(answer, "ETag", file.tag());
    for (var header : HEADERS.entrySet()) {
      guarded = Answers.with(guarded, header.getKey(), header.getValue());
    }
    return guarded;
  }
}
