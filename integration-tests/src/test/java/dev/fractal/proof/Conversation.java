package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.node.LocalNode;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Sessions of a node whose model says what the test wants: a cell in each message. */
record Conversation(LocalNode node, ModelChoice model) {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  /**
   * With a playbook in a directory of the test.
   *
   * @param last what is given to {@code FINAL} after a cell that did not do so
   */
  static Conversation with(LocalNode node, Path directory, String last) throws IOException {
    var text =
        """
        clauses:
          - {regex: "(?s)CELL (.*) END", step: 1, reply: "```js\\n${1}\\n```"}
          - {default: true, reply: "```js\\nFINAL(%s)\\n```"}
        """
            .formatted(last);
    var playbook = Files.writeString(directory.resolve("cells.yaml"), text);
    return new Conversation(node, ModelChoice.all("playbook:" + playbook));
  }

  SessionId fresh(String name) {
    var session = new SessionId(name);
    await(node.sessions().start(session, node.spec(model, Profile.DEFAULT)));
    return session;
  }

  /** What a turn with this cell gives to {@code FINAL}, as JSON. */
  String value(SessionId session, String cell) {
    var outcome = settled(session, submitted(session, cell));
    assertThat(outcome).isInstanceOf(TurnOutcome.Finished.class);
    return node.payloads().text(((TurnOutcome.Finished) outcome).value());
  }

  /** The number of a turn that may still run. */
  int submitted(SessionId session, String cell) {
    var request = TurnRequest.of("turn-" + NUMBERS.incrementAndGet(), "CELL " + cell + " END");
    return ((TurnAccepted) await(node.sessions().submit(session, request, IfBusy.QUEUE))).turn();
  }

  TurnOutcome settled(SessionId session, int turn) {
    var settled = (TurnSettled) await(node.sessions().await(session, turn, Duration.ofMinutes(2)));
    return settled.result().outcome();
  }

  private static SessionReply await(CompletionStage<SessionReply> reply) {
    return reply.toCompletableFuture().join();
  }
}
