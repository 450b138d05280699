package dev.fractal.entity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.TestStores;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.ReleaseReport.Verdict;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.ReleaseRequest.AsRecorded;
import dev.fractal.protocol.ReleaseRequest.NewestGood;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Refused;
import dev.fractal.protocol.command.SessionReply.Released;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.session.TestModels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session of a cluster whose journal lost a row, released from a node that does not host it. */
@Tag("cluster")
final class ClusterReleaseTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private Store store;
  private ClusterRig cluster;

  @BeforeEach
  void open() {
    store = Store.openNode(TestStores.h2(directory));
    cluster = new ClusterRig(store, TestModels.scripted(ClusterReleaseTest::answer));
  }

  @AfterEach
  void close() {
    cluster.close();
    store.close();
  }

  private static CompletableFuture<ModelReply> answer(ModelRequest request) {
    var cell = request.step() == 1 ? "set x 1" : "final x";
    return CompletableFuture.completedFuture(TestModels.reply(TestModels.cellOf(cell)));
  }

  private static SessionReply get(CompletionStage<SessionReply> reply) {
    return reply.toCompletableFuture().orTimeout(40, TimeUnit.SECONDS).join();
  }

  private static void run(ClusterMember on, int turn) {
    var request = TurnRequest.of("r-" + turn, "task");
    assertThat(get(on.sessions().submit(ID, request, IfBusy.QUEUE)))
        .isEqualTo(new TurnAccepted(ID, turn));
    var settled = (TurnSettled) get(on.sessions().await(ID, turn, PATIENCE));
    assertThat(settled.result().outcome()).isEqualTo(new TurnOutcome.Finished(Content.inline("1")));
  }

  /** Whether the session has a node again. */
  private static boolean answers(ClusterMember on) {
    return on.sessions()
        .describe(ID)
        .toCompletableFuture()
        .handle((reply, _) -> reply instanceof SessionReply.Described)
        .join();
  }

  private static Released released(ClusterMember on, String key, ReleaseRequest.Choice choice) {
    var request = new ReleaseRequest(key, choice, "kim", "");
    return (Released) get(on.sessions().release(ID, request, PATIENCE));
  }

  /** Loses a row of the second turn. */
  private void lose() {
    var head =
        store.journal().read(ID, 1, 100).stream()
            .filter(entry -> entry.event() instanceof HeadPublished)
            .findFirst()
            .orElseThrow();
    var row =
        "DELETE FROM \"event_journal\" WHERE \"sequence_number\" = (SELECT MAX(\"sequence_number\")"
            + " FROM \"event_journal\" WHERE \"sequence_number\" <= "
            + (head.sequence() + 5)
            + ")";
    int lost =
        store
            .jdbc()
            .run(
                connection -> {
                  try (var statement = connection.createStatement()) {
                    return statement.executeUpdate(row);
                  }
                });
    assertThat(lost).isOne();
  }

  @Test
  void itGoesOnAtTheNewestHeadAndStaysSoWhenItsNodeDies() {
    var one = cluster.start();
    var two = cluster.start();
    var three = cluster.start();
    assertThat(get(one.sessions().start(ID, ClusterRig.spec()))).isNotNull();
    run(one, 1);
    run(one, 2);
    lose();
    assertThat(get(one.sessions().close(ID))).isNotNull();
    ClusterRig.await(
        two, () -> one.awake().size() + two.awake().size() + three.awake().size() == 0);

    var refused = (Refused) get(two.sessions().await(ID, 2, PATIENCE));
    assertThat(refused.refusal().kind()).isEqualTo(Kind.SessionQuarantined);
    assertThat(released(two, "k-1", new AsRecorded()).report().verdict()).isEqualTo(Verdict.HELD);
    var released = released(three, "k-2", new NewestGood());
    assertThat(released.report().verdict()).isEqualTo(Verdict.RESTARTED);
    run(one, 3);

    var host = one.awake().contains(ID) ? one : two.awake().contains(ID) ? two : three;
    var other = host == one ? two : one;
    cluster.kill(host);
    ClusterRig.await(other, () -> answers(other));
    run(other, 4);
    assertThat(released(other, "k-2", new NewestGood()).report()).isEqualTo(released.report());
  }
}
