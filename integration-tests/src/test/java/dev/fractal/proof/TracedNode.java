package dev.fractal.proof;

import dev.fractal.node.LocalNode;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.command.TurnResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node that traces, and a playbook for it. */
record TracedNode(LocalNode node, ModelChoice models) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static TracedNode start(Path directory, URI endpoint, String book) throws IOException {
    var file = Files.writeString(directory.resolve("book.yaml"), book);
    var settings =
        Map.of(
            "fractal.telemetry.traces.endpoint",
            endpoint.toString(),
            "fractal.telemetry.traces.timeout",
            "3s",
            "fractal.cluster.name",
            "the-node");
    return new TracedNode(
        InProcess.start(directory, settings), ModelChoice.all("playbook:" + file));
  }

  /** Runs a turn to its end. */
  TurnResult turn(String session, String message) {
    var id = new SessionId(session);
    var sessions = node.sessions();
    var reply =
        sessions
            .start(id, node.spec(models, Profile.DEFAULT))
            .thenCompose(_ -> sessions.submit(id, TurnRequest.of(message, message), IfBusy.QUEUE))
            .thenCompose(accepted -> sessions.await(id, turn(accepted), PATIENCE))
            .toCompletableFuture()
            .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
            .join();
    if (reply instanceof TurnSettled(var _, var result)) {
      return result;
    }
    throw new AssertionError("the turn did not settle: " + reply);
  }

  private static int turn(Object reply) {
    if (reply instanceof TurnAccepted accepted) {
      return accepted.turn();
    }
    throw new AssertionError("the turn was not accepted: " + reply);
  }

  @Override
  public void close() {
    node.close();
  }
}
