package dev.fractal.remote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.catalog.OpenAsk;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalRow;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.view.EventJson;
import dev.fractal.view.Glance;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import dev.fractal.view.document.AskDocument;
import dev.fractal.view.document.OpenAskDocument;
import dev.fractal.view.document.ScheduleDocument;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Reads what a node's store has, over HTTP; for one thread at a time. */
public final class RemoteReader implements SessionReader {
  private static final String UNKNOWN = "UnknownSession";

  /** Rows that a node is asked for at a time. */
  private static final int PAGE = 500;

  private final RemoteDoor door;
  private final Set<SessionId> seen = new LinkedHashSet<>();
  private final PayloadStore payloads;

  RemoteReader(RemoteDoor door) {
    this.door = door;
    this.payloads = new RemotePayloads(door, seen);
  }

  /** A reader of a node's store. */
  public static RemoteReader of(URI node, Optional<String> token) {
    return new RemoteReader(new RemoteDoor(node, token));
  }

  @Override
  public List<JournalEntry> events(SessionId session) {
    return events(session, 1, Integer.MAX_VALUE);
  }

  @Override
  public List<JournalEntry> events(SessionId session, long from, int limit) {
    if (limit < 1) {
      return List.of();
    }
    var path =
        RemoteSessions.path(session)
            + "/events?after="
            + (from - 1)
            + (limit == Integer.MAX_VALUE ? "" : "&limit=" + limit);
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
    var rows = new LinkedHashMap<SessionId, CatalogRow>();
    Optional<SessionId> last = Optional.empty();
    for (boolean more = true; more && rows.size() < limit; ) {
      int before = rows.size();
      int wanted = Math.min(PAGE, limit - before);
      var behind = last.map(id -> "&after=" + id).orElse("");
      var page = joined(door.get("/v1/sessions?limit=" + wanted + behind));
      for (var document : page) {
        var row = Documents.row(document);
        rows.putIfAbsent(row.session(), row);
        last = Optional.of(row.session());
      }
      more = page.size() == wanted && rows.size() > before;
    }
    return List.copyOf(rows.values());
  }

  @Override
  public List<OpenAsk> asks(Optional<SessionId> root, int limit) {
    var tree = root.map(id -> "&session=" + id).orElse("");
    var asks = new ArrayList<OpenAsk>();
    for (var document : joined(door.get("/v1/asks?status=open&limit=" + limit + tree))) {
      asks.add(Documents.read(document, OpenAskDocument.class).ask());
    }
    return asks;
  }

  @Override
  public Optional<AskDocument> ask(AskId id) {
    try {
      return Optional.of(Documents.read(joined(door.get("/v1/asks/" + id)), AskDocument.class));
    } catch (RemoteProblem e) {
      if (e.kind().equals("UnknownAsk") || e.kind().equals(UNKNOWN)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<ScheduleDocument> schedules(SessionId session) {
    var schedules = new ArrayList<ScheduleDocument>();
    for (var document : joined(door.get(RemoteSessions.path(session) + "/schedules"))) {
      schedules.add(Documents.read(document, ScheduleDocument.class));
    }
    return schedules;
  }

  /** Those of the trees below the sessions; in the order in which a node gives them. */
  @Override
  public List<CatalogRow> children(Collection<SessionId> parents) {
    var known = new LinkedHashMap<SessionId, CatalogRow>();
    for (var parent : parents) {
      if (!known.containsKey(parent)) {
        tree(parent).forEach(row -> known.put(row.session(), row));
      }
    }
    return known.values().stream()
        .filter(row -> row.family().parent().filter(parents::contains).isPresent())
        .toList();
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

  /** As the node shows it: nothing of its journal is fetched. */
  @Override
  public Optional<ObjectNode> glance(SessionId session, Glance.Page page) {
    var before = page.before().map(turn -> "&before=" + turn).orElse("");
    var path = RemoteSessions.path(session) + "?turns=" + page.limit() + before;
    try {
      var document = Documents.glance((ObjectNode) joined(door.get(path)));
      seen.add(session);
      return Optional.of(document);
    } catch (RemoteProblem e) {
      if (e.kind().equals(UNKNOWN) || e.kind().equals("UnreadableJournal")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** A summary, as the session itself would give it; empty when there is no such session. */
  Optional<SessionReply> described(SessionId session) {
    return glance(session, Glance.Page.NEWEST).map(Documents::described);
  }

  /** The part of a session's event stream that tells of its open turn and of what comes. */
  String newest(SessionId session) {
    return glance(session, Glance.Page.NEWEST).map(Documents::newest).orElse("after=0");
  }

  /** As the node says it; of a journal that does not begin with its start, by its events. */
  @Override
  public long highest(SessionId session) {
    return glance(session, new Glance.Page(Optional.empty(), 1))
        .map(document -> document.path("events").asLong())
        .orElseGet(
            () -> events(session).stream().mapToLong(JournalEntry::sequence).max().orElse(0));
  }

  @Override
  public List<JournalRow> span(SessionId root, long from, long to, int limit) {
    throw alone();
  }

  @Override
  public List<Long> places(long from, int limit) {
    throw alone();
  }

  @Override
  public Optional<Instant> written(long from) {
    throw alone();
  }

  @Override
  public long place(SessionId session, long event) {
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
