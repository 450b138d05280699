package dev.fractal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.client.Node;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.ViewJson;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

  /** A session that had work left, and what is said of it at the end. */
  private record Resumed(SessionId session, String status) {}

  @Override
  int run(Invocation invocation) {
    var place = directory(invocation).findOrCreate();
    return withNode(
        invocation,
        place,
        node -> {
          var sessions = node.unfinished();
          var waking = node.wake(sessions);
          invocation.note(
              "node on %s, %s with unfinished work%s"
                  .formatted(
                      place,
                      Wording.count(sessions.size(), "session"),
                      untilIdle ? "" : "; Ctrl-C ends it"));
          if (!untilIdle) {
            untilInterrupted(invocation);
            return Exit.OK;
          }
          waking.toCompletableFuture().join();
          return invocation.print(report(ended(sessions, node), invocation.style()));
        });
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
