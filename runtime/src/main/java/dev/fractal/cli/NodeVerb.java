package dev.fractal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import dev.fractal.client.Departure;
import dev.fractal.client.Node;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.view.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "node",
    description = "Run a node until Ctrl-C; sessions with unfinished work go on by themselves.")
final class NodeVerb extends DriveVerb {
  private static final int LAST_PORT = 65_535;
  private static final List<String> PROFILES = List.of("local", "postgres", "kubernetes");

  @Option(
      names = "--until-idle",
      description = "End when the turns that were unfinished at the start have ended.")
  boolean untilIdle;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where HTTP listens, 0 for any free port; default: fractal.http.port.")
  @Nullable Integer port;

  @Option(names = "--no-http", description = "Do not listen for HTTP.")
  boolean noHttp;

  @Option(
      names = "--model",
      paramLabel = "SPEC",
      description = "Model of sessions that are started over HTTP and name none.")
  @Nullable String model;

  /** A session that had work left, and what is said of it at the end. */
  private record Resumed(SessionId session, String status) {}

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description =
          "What the node is part of: local (alone, embedded store; the default), postgres (a"
              + " cluster on one database) or kubernetes (the same with probes).")
  String profile = "local";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "A configuration file that wins over the profile.")
  @Nullable Path config;

  @Override
  boolean throughNode() {
    return false;
  }

  @Override
  int run(Invocation invocation) {
    if (!PROFILES.contains(profile)) {
      throw CliException.usage(
          "--profile is '" + profile + "'; use " + String.join(", ", PROFILES));
    }
    var alone = profile.equals("local");
    if (untilIdle && !alone) {
      throw CliException.usage("--until-idle is for a node that is alone; leave --profile away");
    }
    var place = directory(invocation).findOrCreate();
    try (var node = launch(invocation, place, Optional.of(profile), overrides(invocation))) {
      return alone ? alone(invocation, place, node) : member(invocation, node);
    }
  }

  /** A node that only brings work to its end is asked nothing. */
  private Config overrides(Invocation invocation) {
    if (port != null && (port < 0 || port > LAST_PORT)) {
      throw CliException.usage("--port " + port + " is no port; use 0 to " + LAST_PORT);
    }
    var values = new HashMap<String, Object>();
    values.put("fractal.http.enabled", !noHttp && !untilIdle);
    if (port != null) {
      values.put("fractal.http.port", port);
    }
    if (model != null) {
      values.put("fractal.http.model", ModelOptions.one(model, invocation.env()));
    }
    return ConfigFactory.parseMap(values, "the command line").withFallback(file(invocation));
  }

  private Config file(Invocation invocation) {
    if (config == null) {
      return ConfigFactory.empty();
    }
    var file = invocation.env().directory().resolve(config);
    if (!Files.isReadable(file)) {
      throw CliException.usage("--config " + config + " cannot be read; name a file that can");
    }
    try {
      return ConfigFactory.parseFile(file.toFile());
    } catch (ConfigException e) {
      throw CliException.usage("--config " + config + ": " + e.getMessage());
    }
  }

  private static void tellEntrance(Invocation invocation, Node node) {
    node.remarks().forEach(invocation::note);
    node.entrance()
        .ifPresent(
            entrance -> {
              invocation.note(
                  "web page and HTTP on %s/; %s"
                      .formatted(entrance.address(), entrance.admission()));
              entrance
                  .health()
                  .ifPresent(
                      address -> invocation.note("health alone on " + address + "/health/ready"));
            });
  }

  private static int member(Invocation invocation, Node node) {
    invocation.note(node.place() + "; Ctrl-C makes it leave");
    tellEntrance(invocation, node);
    var departure = untilInterrupted(invocation, node);
    departure.ifPresent(why -> invocation.say(why.reason()));
    return departure.map(Departure::orderly).orElse(true) ? Exit.OK : Exit.ERROR;
  }

  private int alone(Invocation invocation, Path place, Node node) {
    var sessions = node.unfinished();
    var waking = node.wake(sessions);
    invocation.note(
        "node on %s, %s with unfinished work%s"
            .formatted(
                place,
                Wording.count(sessions.size(), "session"),
                untilIdle ? "" : "; Ctrl-C ends it"));
    tellEntrance(invocation, node);
    if (!untilIdle) {
      var _ = untilInterrupted(invocation, node);
      return Exit.OK;
    }
    waking.toCompletableFuture().join();
    return invocation.print(report(ended(sessions, node), invocation.style()));
  }

  /** Nothing when it was interrupted, else why the node ended by itself. */
  private static Optional<Departure> untilInterrupted(Invocation invocation, Node node) {
    var over = new CompletableFuture<Optional<Departure>>();
    var _ = node.departure().thenAccept(why -> over.complete(Optional.of(why)));
    try (var _ = invocation.env().interrupts().onStop(() -> over.complete(Optional.empty()))) {
      return over.join();
    }
  }

  private static List<Resumed> ended(List<SessionId> sessions, Node node) {
    var resumed = new ArrayList<Resumed>();
    for (var session : sessions) {
      resumed.add(new Resumed(session, ended(session, node)));
    }
    return resumed;
  }

  /**
   * A session that refuses, as a quarantined one does, has nothing left to wait for; one that waits
   * for people or a time is left as it is.
   */
  private static String ended(SessionId session, Node node) {
    try {
      var described = SessionDriveVerb.describe(session, node);
      while (described.openTurn().isPresent() && described.status() != SessionStatus.WAITING) {
        var _ =
            Replies.await(
                node.sessions().await(session, described.openTurn().get(), settings().patience()));
        described = SessionDriveVerb.describe(session, node);
      }
      return described.status().wire();
    } catch (CliException e) {
      return e.type();
    }
  }

  private static Report report(List<Resumed> resumed, Style style) {
    return Report.ok(
        () -> {
          ObjectNode json = Json.object();
          json.set(
              "resumed",
              Json.array(
                  resumed,
                  one ->
                      Json.object()
                          .put("sessionId", one.session().value())
                          .put("status", one.status())));
          return json;
        },
        () -> {
          var table = new Table(style, "SESSION", "STATUS");
          resumed.forEach(one -> table.row(one.session(), one.status()));
          return resumed.isEmpty() ? "" : table.render();
        });
  }
}
