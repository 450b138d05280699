package dev.fractal.remote;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.client.Departure;
import dev.fractal.client.Node;
import dev.fractal.client.Progress;
import dev.fractal.client.Sessions;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Allowance;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.capability.Tightening;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.state.SessionState;
import dev.fractal.view.Json;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A node that runs elsewhere; closing this leaves it as it is. */
public final class RemoteNode implements Node {
  private final RemoteDoor door;
  private final RemoteSessions sessions;
  private final RemoteReader reader;

  private RemoteNode(RemoteDoor door) {
    this.door = door;
    this.reader = new RemoteReader(door);
    this.sessions = new RemoteSessions(door, reader, reader.payloads());
  }

  /**
   * A path of a node.
   *
   * @param node may have a path itself, of a proxy before it
   * @param path begins with a slash
   */
  public static URI address(URI node, String path) {
    return URI.create(node.toString().replaceFirst("/+$", "") + path);
  }

  /** The node at an address; nothing is asked yet. */
  public static RemoteNode at(URI address, Optional<String> token) {
    return new RemoteNode(new RemoteDoor(address, token));
  }

  /**
   * Starts a session of which the node decides what is not said.
   *
   * @param models a blank one is the node's own
   * @param tightenings one after the other
   */
  public CompletionStage<SessionReply> start(
      SessionId session,
      ModelChoice models,
      Profile profile,
      List<Tightening> tightenings,
      Budget budget,
      BudgetPolicy policy) {
    var body = Json.object().put("profile", profile.label());
    RemoteSessions.put(body, models);
    var gates = Json.object();
    tightenings.forEach(asked -> lay(gates, (ObjectNode) Json.tree(asked.wire())));
    if (!gates.isEmpty()) {
      body.set("tighten", gates);
    }
    body.set("budget", budget(budget));
    put(body, policy);
    return sessions.start(session, body);
  }

  /** Limits and approvals add up; of any other gate the last word holds. */
  private static void lay(ObjectNode gates, ObjectNode more) {
    if (gates.get("limits") instanceof ObjectNode old
        && more.get("limits") instanceof ObjectNode limits) {
      more.set("limits", old.deepCopy().setAll(limits));
    }
    if (gates.get("approve") instanceof ArrayNode old
        && more.get("approve") instanceof ArrayNode names) {
      more.set("approve", old.deepCopy().addAll(names));
    }
    gates.setAll(more);
  }

  /** A budget as a wish. */
  static ObjectNode budget(Budget budget) {
    var wish = Json.object();
    limit(wish, "usd", budget.usd());
    limit(wish, "tokens", budget.tokens());
    limit(wish, "calls", budget.calls());
    limit(wish, "sessions", budget.sessions());
    limit(wish, "depth", budget.depth());
    budget.deadline().ifPresent(end -> wish.put("deadline", end.toString()));
    return wish;
  }

  /** What happens as a budget comes to its end. */
  static void put(ObjectNode body, BudgetPolicy policy) {
    body.put("onBudget", policy.onBudget().wire()).put("warnAt", policy.warnAt());
  }

  private static void limit(ObjectNode wish, String name, Allowance allowance) {
    if (allowance instanceof Allowance.Limited(var amount)) {
      wish.put(name, amount);
    }
  }

  @Override
  public Sessions sessions() {
    return sessions;
  }

  @Override
  public String place() {
    return "the node at " + door.node();
  }

  @Override
  public PayloadStore payloads() {
    return reader.payloads();
  }

  @Override
  public SessionSpec spec(ModelChoice models, Profile profile) {
    throw new UnsupportedOperationException(
        "a node decides itself what its sessions are made with");
  }

  /**
   * Follows the session's event stream from its open turn on, or from where its journal ends when
   * none is open. Blocks to look where that is.
   */
  @Override
  public AutoCloseable watch(SessionId session, Consumer<Progress> listener) {
    var begun = SessionState.absent();
    for (var entry : reader.events(session, 1, 1)) {
      begun = begun.apply(entry.event());
    }
    return EventStream.of(door, session, reader.newest(session), new LiveNews(begun, listener));
  }

  @Override
  public List<SessionId> unfinished() {
    return List.of();
  }

  @Override
  public CompletionStage<Integer> wake(List<SessionId> woken) {
    return CompletableFuture.completedFuture(0);
  }

  @Override
  public CompletionStage<Departure> departure() {
    return new CompletableFuture<>();
  }

  @Override
  public void close() {
    door.close();
  }
}
