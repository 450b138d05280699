package dev.fractal.remote;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.view.CostView;
import dev.fractal.view.EventJson;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import dev.fractal.view.SessionView;
import dev.fractal.view.TurnView;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Reads what a node's store has, over HTTP; for one thread at a time. */
public final class RemoteReader implements SessionReader {
  private static final String UNKNOWN = "UnknownSession";

  private final Door door;
  private final Set<SessionId> seen = new LinkedHashSet<>();
  private final PayloadStore payloads;

  RemoteReader(Door door) {
    this.door = door;
    this.payloads = new RemotePayloads(door, seen);
  }

  /** A reader of a node's store. */
  public static RemoteReader of(URI node, Optional<String> token) {
    return new RemoteReader(new Door(node, token));
  }

  @Override
  public List<JournalEntry> events(SessionId session) {
    return events(session, 1, Integer.MAX_VALUE);
  }

  @Override
  public List<JournalEntry> events(SessionId session, long from, int limit) {
    var path = RemoteSessions.path(session) + "/events?after=" + (from - 1);
    try {
      var entries =
          joined(door.text(path))
              .lines()
              .filter(line -> !line.isEmpty())
              .map(Json::parsed)
              .flatMap(event -> EventJson.entry(event).stream())
              .limit(limit)
              .toList();
      seen.add(session);
      return entries;
    } catch (RemoteProblem e) {
      if (e.kind().equals(UNKNOWN) || e.kind().equals("BeyondEnd")) {
        return List.of();
      }
      throw e;
    }
  }

  @Override
  public List<CatalogRow> sessions(int limit) {
    var rows = new ArrayList<CatalogRow>();
    joined(door.get("/v1/sessions?limit=" + limit)).forEach(row -> rows.add(Documents.row(row)));
    return List.copyOf(rows);
  }

  @Override
  public Optional<CatalogRow> session(SessionId session) {
    return tree(session).stream().findFirst();
  }

  @Override
  public List<CatalogRow> tree(SessionId root) {
    try {
      return Documents.tree(joined(door.get(RemoteSessions.path(root) + "/tree")));
    } catch (RemoteProblem e) {
      if (e.kind().equals(UNKNOWN)) {
        return List.of();
      }
      throw e;
    }
  }

  /** A summary, as the session itself would give it; empty when there is no such session. */
  Optional<SessionReply> described(SessionId session) {
    var journal = events(session);
    return SessionView.of(journal)
        .map(
            view ->
                new Described(
                    session,
                    view.status(),
                    view.turns().size(),
                    view.running().map(TurnView::turn),
                    view.waiting().size(),
                    view.head(),
                    CostView.of(journal).total()));
  }

  @Override
  public long highest(SessionId session) {
    var journal = events(session);
    return journal.isEmpty() ? 0 : journal.getLast().sequence();
  }

  @Override
  public List<JournalRow> span(SessionId root, long from, long to, int limit) {
    throw alone();
  }

  @Override
  public long first(SessionId session) {
    throw alone();
  }

  @Override
  public long newest() {
    throw alone();
  }

  private static UnsupportedOperationException alone() {
    return new UnsupportedOperationException("the journal of all sessions is the node's alone");
  }

  @Override
  public PayloadStore payloads() {
    return payloads;
  }

  @Override
  public void close() {
    door.close();
  }

  static <T> T joined(CompletableFuture<T> stage) {
    try {
      return stage.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RemoteProblem problem ? problem : e;
    }
  }
}
