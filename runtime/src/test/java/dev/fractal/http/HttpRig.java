package dev.fractal.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.fractal.client.Progress;
import dev.fractal.http.live.MemoryStore;
import dev.fractal.http.routes.Health;
import dev.fractal.http.routes.StartTerms;
import dev.fractal.http.wire.HttpConfig;
import dev.fractal.http.wire.HttpStartException;
import dev.fractal.http.wire.Problem;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.view.SampleJournal;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A server on a free port in front of stand-ins, with the sample session in its store. */
final class HttpRig implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One for all rigs: it takes longer to start than a server. Small send buffers let a reader that
   * takes nothing be slow at once, whatever the machine would keep for it.
   */
  private static final ActorSystem<Void> SYSTEM =
      ActorSystem.create(
          Behaviors.empty(),
          "http",
          ConfigFactory.parseString(
                  "pekko { loglevel = OFF, stdout-loglevel = OFF, log-dead-letters = off, daemonic"
                      + " = on, coordinated-shutdown.run-by-jvm-shutdown-hook = off,"
                      + " http.server.socket-options.so-send-buffer-size = 16k }")
              .withFallback(ConfigFactory.load()));

  final StandInSessions sessions = new StandInSessions();
  final MemoryStore store = new MemoryStore();
  final List<String> checkedModels = new CopyOnWriteArrayList<>();
  final Map<SessionId, List<Consumer<Progress>>> listeners = new ConcurrentHashMap<>();
  volatile List<Health.Check> checks = List.of(new Health.Check("store", true, "it answers"));
  private final HttpClient client = HttpClient.newHttpClient();
  final HttpServer server;

  private HttpRig(String settings) {
    var config =
        ConfigFactory.parseString(settings)
            .withFallback(
                ConfigFactory.parseString("fractal.http { enabled = on, port = 0, model = test }"))
            .withFallback(ConfigFactory.load());
    SampleJournal.entries().forEach(entry -> store.add(SampleJournal.SESSION, entry.event()));
    store.list(SampleJournal.row());
    server = HttpServer.start(SYSTEM, HttpConfig.from(config), services());
  }

  static HttpRig start() {
    return new HttpRig("");
  }

  /** With settings that win over the reference configuration. */
  static HttpRig start(String settings) {
    return new HttpRig(settings);
  }

  private HttpServices services() {
    return new HttpServices(
        sessions,
        new Terms(checkedModels),
        store,
        this::watch,
        form -> "<" + form + ">",
        () -> checks,
        () -> CompletableFuture.completedFuture("# HELP nothing is counted\n"));
  }

  private AutoCloseable watch(SessionId session, Consumer<Progress> listener) {
    var here = listeners.computeIfAbsent(session, _ -> new CopyOnWriteArrayList<>());
    here.add(listener);
    return () -> here.remove(listener);
  }

  /** Tells whoever watches a session something transient. */
  void tell(SessionId session, String delta) {
    listeners
        .getOrDefault(session, List.of())
        .forEach(
            listener ->
                listener.accept(new Progress(session, 1, 1, "model replies", delta, Spend.NONE)));
  }

  private record Terms(List<String> checked) implements StartTerms {
    @Override
    public String model() {
      return "test";
    }

    @Override
    public void check(String model) {
      checked.add(model);
      if (model.startsWith("bad:")) {
        throw new HttpStartException("model spec '" + model + "' is unknown");
      }
    }

    @Override
    public SessionSpec spec(ModelChoice models, Profile profile) {
      var spec = SampleJournal.spec().with(models);
      return spec.with(
          new Authority(
              profile.label(), profile.under(new Limits(4, 50, 50, 50)), "/here", Map.of()));
    }
  }

  /** An answer as a client sees it. */
  record Answer(int status, Map<String, List<String>> headers, String body) {
    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (JsonProcessingException e) {
        throw new AssertionError("not JSON: " + body, e);
      }
    }

    Optional<String> header(String name) {
      return headers.getOrDefault(name, List.of()).stream().findFirst();
    }

    String kind() {
      return json().path("type").asText().replace(Problem.TYPE, "");
    }
  }

  Answer get(String path, String... headers) {
    return send(request(path, headers).GET());
  }

  Answer post(String path, String body, String... headers) {
    return send(
        request(path, headers)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.headers().map(), response.body());
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A stream that goes on until it is closed. */
  InputStream open(String path, String... headers) {
    return open(request(path, headers).GET());
  }

  /** The same as an answer to any request. */
  InputStream open(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream()).body();
    } catch (IOException e) {
      throw new AssertionError("no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  HttpRequest.Builder request(String path, String... headers) {
    var request = HttpRequest.newBuilder(URI.create(server.address() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return request;
  }

  List<String> routes() {
    var routes = new ArrayList<String>();
    server.routes().all().forEach(route -> routes.add(route.method() + " " + route.template()));
    return routes;
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
  }
}
