package dev.fractal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.client.Node;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.ViewJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "node",
    description = "Run a node until Ctrl-C; sessions with unfinished work go on by themselves.")
final class NodeVerb extends DriveVerb {
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

  @Override
  int run(Invocation invocation) {
    var place = directory(invocation).findOrCreate();
    return withNode(
        invocation,
        place,
        overrides(invocation),
        node -> {
          var sessions = node.unfinished();
          var waking = node.wake(sessions);
          invocation.note(
              "node on %s, %s with unfinished work%s"
                  .formatted(
                      place,
                      Wording.count(sessions.size(), "session"),
                      untilIdle ? "" : "; Ctrl-C ends it"));
          node.entrance()
              .ifPresent(
                  entrance ->
                      invocation.note(
                          "HTTP on " + entrance.address() + "; " + entrance.admission()));
          if (!untilIdle) {
            untilInterrupted(invocation);
            return Exit.OK;
          }
          waking.toCompletableFuture().join();
          return invocation.print(report(ended(sessions, node), invocation.style()));
        });
  }

  /** A node that only brings work to its end is asked nothing. */
  private Config overrides(Invocation invocation) {
    if (port != null && (port < 0 || port > 65_535)) {
      throw CliException.usage("--port " + port + " is no port; use 0 to 65535");
    }
    var values = new HashMap<String, Object>();
    values.put("fractal.http.enabled", !noHttp && !untilIdle);
    if (port != null) {
      values.put("fractal.http.port", port);
    }
    if (model != null) {
      values.put("fractal.http.model", ModelOptions.one(model, invocation.env()));
    }
    return ConfigFactory.parseMap(values, "the command line");
  }

  private static void untilInterrupted(Invocation invocation) {
    var interrupted = new CountDownLatch(1);
    try (var _ = invocation.env().interrupts().onInterrupt(interrupted::countDown)) {
      interrupted.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<Resumed> ended(List<SessionId> sessions, Node node) {
    var resumed = new ArrayList<Resumed>();
    for (var session : sessions) {
      resumed.add(new Resumed(session, ended(session, node)));
    }
    return resumed;
  }

  /** A session that refuses, as a quarantined one does, has nothing left to wait for. */
  private static String ended(SessionId session, Node node) {
    try {
      var described = SessionDriveVerb.describe(session, node);
      while (described.openTurn().isPresent()) {
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
          ObjectNode json = ViewJson.object();
          json.set(
              "resumed",
              ViewJson.array(
                  resumed,
                  one ->
                      ViewJson.object()
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
