package dev.fractal.bench;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.node.Kernels;
import dev.fractal.node.LocalNode;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;

/** A node as a user starts it, with a scripted model that answers at once. For any thread. */
final class BenchNode implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final long ASK_SECONDS = 330;

  private final LocalNode node;
  private final ChosenKernels kernels;
  private final ModelChoice model;

  private BenchNode(LocalNode node, ChosenKernels kernels, ModelChoice model) {
    this.node = node;
    this.kernels = kernels;
    this.model = model;
  }

  static BenchNode start(Workshop workshop) {
    return start(workshop, BenchTurn.PLAYBOOK, "");
  }

  /**
   * Starts a node with other settings.
   *
   * @param playbook the model's text
   * @param settings HOCON that wins over the configuration files
   */
  static BenchNode start(Workshop workshop, String playbook, String settings) {
    return start(workshop, BenchStore.h2(workshop), playbook, settings);
  }

  /** Starts a node on this database. */
  static BenchNode start(Workshop workshop, BenchStore store) {
    return start(workshop, store, BenchTurn.PLAYBOOK, "");
  }

  private static BenchNode start(
      Workshop workshop, BenchStore store, String playbook, String settings) {
    var config = ConfigFactory.parseString(settings).withFallback(store.config());
    return started(workshop, config, playbook);
  }

  /**
   * A client of a cluster on this machine, whose nodes read the model's text where it writes it.
   */
  static BenchNode client(Workshop workshop, Config way, String playbook) {
    return started(workshop, way, playbook);
  }

  private static BenchNode started(Workshop workshop, Config config, String playbook) {
    var kernels = new ChosenKernels(Kernels.open(config));
    var file = workshop.file("playbook.yaml", playbook);
    return new BenchNode(
        LocalNode.start(config, kernels), kernels, ModelChoice.all("playbook:" + file));
  }

  ChosenKernels kernels() {
    return kernels;
  }

  ActorSystem<Void> system() {
    return node.system();
  }

  /** A new session. */
  SessionId session(String name) {
    var session = new SessionId(name + "-" + UUID.randomUUID());
    expect(
        SessionReply.Done.class,
        node.sessions().start(session, node.spec(model, Profile.DEFAULT)),
        session);
    return session;
  }

  /** Runs a turn to its end. */
  void turn(SessionId session, String message) {
    int turn = begin(session, message);
    var settled =
        expect(
            SessionReply.TurnSettled.class,
            node.sessions().await(session, turn, PATIENCE),
            session);
    if (settled.result().outcome().terminal() != TurnStatus.FINAL) {
      throw new BenchException(
          "a measured turn of session %s ended %s".formatted(session, settled.result().outcome()));
    }
  }

  /** Begins a turn and answers its number. */
  int begin(SessionId session, String message) {
    var request = TurnRequest.of(UUID.randomUUID().toString(), message);
    return expect(
            SessionReply.TurnAccepted.class,
            node.sessions().submit(session, request, IfBusy.REJECT),
            session)
        .turn();
  }

  /** Where a session's live events are read; the node's settings must open the way in. */
  URI events(SessionId session) {
    return node.entrance()
        .orElseThrow(() -> new BenchException("the node does not serve HTTP"))
        .address()
        .resolve("/v1/sessions/" + session + "/events");
  }

  Store store() {
    return node.store();
  }

  /** Asks a session what it is. */
  void describe(SessionId session) {
    expect(SessionReply.Described.class, node.sessions().describe(session), session);
  }

  /** How many sessions the catalog counts to a tree. */
  int sessions(SessionId root) {
    return node.store().catalog().tree(root).size();
  }

  /** Puts a session to sleep: no actor and no kernel of it is left. */
  void sleep(SessionId session) {
    expect(SessionReply.Done.class, node.sessions().close(session), session);
  }

  private static <R extends SessionReply> R expect(
      Class<R> type, CompletionStage<SessionReply> asked, SessionId session) {
    try {
      var reply = asked.toCompletableFuture().get(ASK_SECONDS, TimeUnit.SECONDS);
      if (type.isInstance(reply)) {
        return type.cast(reply);
      }
      throw new BenchException("session %s answered %s".formatted(session, reply));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("the benchmark was interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchException("session %s did not answer: %s".formatted(session, e), e);
    }
  }

  @Override
  public void close() {
    node.close();
  }
}
