package dev.fractal.http.wire;

import dev.fractal.http.lanes.Lanes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/**
 * Every request passes here: who asks, what for, with which body. Routes run on threads of their
 * own, never on an actor's; those that read the store, and what writes large answers, on few.
 */
public final class Front {
  private static final Set<String> CHANGING = Set.of("POST", "DELETE");
  private static final Set<String> TYPES =
      Set.of("none/none", "application/json", "application/x-www-form-urlencoded");

  /** So many times the largest body is read of one that is refused. */
  private static final int DRAINED = 4;

  /** Bytes from which on an answer is large. */
  private static final int LARGE = 1 << 16;

  private final ActorSystem<?> system;
  private final Routes routes;
  private final Access access;
  private final Origins origins;
  private final HttpConfig.Requests limits;
  private final Lanes lanes;
  private final BodyBudget bodies;

  public Front(
      ActorSystem<?> system,
      Routes routes,
      Access access,
      Origins origins,
      HttpConfig.Requests limits,
      Lanes lanes) {
    this.system = system;
    this.routes = routes;
    this.access = access;
    this.origins = origins;
    this.limits = limits;
    this.lanes = lanes;
    this.bodies = new BodyBudget(limits.maxBodies());
  }

  /** Answers a request; the stage never fails. */
  public CompletionStage<HttpResponse> handle(HttpRequest request) {
    try {
      var origin = origins.check(headers(request, "origin"), site(request), host(request));
      return answer(request)
          .exceptionally(failure -> problem(request, failure))
          .thenApply(response -> safe(origin.map(name -> opened(response, name)).orElse(response)));
    } catch (RuntimeException e) {
      return refused(request, e);
    }
  }

  private CompletionStage<HttpResponse> answer(HttpRequest request) {
    try {
      var method = request.method().name();
      var segments = segments(request);
      if (method.equals("OPTIONS")) {
        return options(request, segments);
      }
      var found = routes.find(method.equals("HEAD") ? "GET" : method, segments);
      access.require(found.route().admission(), headers(request, "authorization"));
      var share = bodies.open();
      return body(request, found.route(), share)
          .thenComposeAsync(
              body -> found.route().operation().answer(new Exchange(request, found.path(), body)),
              lane(found.route().reads()))
          .thenCompose(
              response ->
                  CompletableFuture.supplyAsync(
                      () -> Transfer.of(request, response), lane(isLarge(response))))
          .whenComplete((_, _) -> share.release());
    } catch (ProblemException e) {
      return refused(request, e)
          .thenApply(
              response ->
                  e.problem().status() == 405
                      ? Answers.with(response, "Allow", routes.methods(segments(request)))
                      : response);
    }
  }

  private Executor lane(boolean heavy) {
    return heavy ? lanes.reads() : lanes.quick();
  }

  private static boolean isLarge(HttpResponse response) {
    return response.entity().getContentLengthOption().orElse(0) >= LARGE;
  }

  /** The body, whole and within the limits. */
  private CompletionStage<ByteString> body(
      HttpRequest request, Route route, BodyBudget.Share share) {
    if (!route.method().equals("POST")) {
      request.discardEntityBytes(system);
      return CompletableFuture.completedFuture(ByteString.emptyByteString());
    }
    var length = request.entity().getContentLengthOption();
    if (length.isPresent() && length.getAsLong() > limits.maxSize()) {
      throw Problems.tooLarge().thrown();
    }
    var type = request.entity().getContentType().mediaType().toString();
    if (!TYPES.contains(type) && !request.entity().isKnownEmpty()) {
      throw new Problem(
              415, "UnsupportedMediaType", "the body is not JSON; send it as application/json")
          .thrown();
    }
    return request
        .transformEntityDataBytes(Flow.of(ByteString.class).map(bytes -> counted(bytes, share)))
        .entity()
        .toStrict(limits.bodyTime().toMillis(), limits.maxSize(), system)
        .thenApply(HttpEntity.Strict::getData)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(unread(failure)));
  }

  private static ByteString counted(ByteString bytes, BodyBudget.Share share) {
    share.take(bytes.size());
    return bytes;
  }

  private static Throwable unread(Throwable failure) {
    var problem = Problems.of(failure);
    return problem.kind().equals(Problems.NO_ANSWER)
        ? new Problem(408, "BodyTooSlow", "the body did not arrive in time; send it again").thrown()
        : problem.thrown();
  }

  private CompletionStage<HttpResponse> options(HttpRequest request, List<String> segments) {
    var methods = routes.methods(segments);
    request.discardEntityBytes(system);
    if (methods.isEmpty()) {
      throw new Problem(404, "UnknownPath", "there is nothing here; see /openapi.json").thrown();
    }
    return CompletableFuture.completedFuture(
        Answers.with(HttpResponse.create().withStatus(204), "Allow", methods + ", OPTIONS"));
  }

  private CompletionStage<HttpResponse> refused(HttpRequest request, Throwable failure) {
    // A caller that still sends would not see an answer before which the connection is closed.
    request.entity().withSizeLimit(DRAINED * limits.maxSize()).discardBytes(system);
    return CompletableFuture.completedFuture(safe(problem(request, failure)));
  }

  private HttpResponse problem(HttpRequest request, Throwable failure) {
    var problem = Problems.of(failure);
    var response = errors(request).answer(problem);
    return switch (problem.status()) {
      case 401 -> Answers.with(response, "WWW-Authenticate", "Bearer");
      case 429, 503 -> Answers.with(response, "Retry-After", "1");
      default -> response;
    };
  }

  private Route.ErrorForm errors(HttpRequest request) {
    try {
      return routes.errors(segments(request));
    } catch (RuntimeException e) {
      return Answers::problem;
    }
  }

  /** No answer is kept by caches or taken by a browser for something else than it is. */
  private static HttpResponse safe(HttpResponse response) {
    return response.getHeader("X-Content-Type-Options").isPresent()
        ? response
        : Answers.with(
            Answers.with(response, "X-Content-Type-Options", "nosniff"),
            "Cache-Control",
            "no-store");
  }

  private static HttpResponse opened(HttpResponse response, String origin) {
    return Answers.with(
        Answers.with(
            Answers.with(
                Answers.with(response, "Access-Control-Allow-Origin", origin), "Vary", "Origin"),
            "Access-Control-Allow-Methods",
            "GET, POST, DELETE"),
        "Access-Control-Allow-Headers",
        "Authorization, Content-Type, Last-Event-ID, X-Fractal-Session");
  }

  /** Reading pages by a link of another site is nobody's harm; the answer is the reader's own. */
  private static List<String> site(HttpRequest request) {
    return CHANGING.contains(request.method().name())
        ? headers(request, "sec-fetch-site")
        : List.of();
  }

  private static List<String> segments(HttpRequest request) {
    var segments = new ArrayList<String>();
    var path = request.getUri().getPathString();
    if (path.equals("/")) {
      segments.add("");
    } else if (!path.contains("//") && !path.endsWith("/")) {
      request.getUri().pathSegments().forEach(segments::add);
    }
    return segments;
  }

  private static String host(HttpRequest request) {
    var hosts = headers(request, "host");
    return hosts.isEmpty() ? "" : hosts.getFirst();
  }

  private static List<String> headers(HttpRequest request, String lowerCaseName) {
    return StreamSupport.stream(request.getHeaders().spliterator(), false)
        .filter(header -> header.is(lowerCaseName))
        .map(header -> header.value())
        .toList();
  }
}
