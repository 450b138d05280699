package dev.fractal.fleet;

import com.typesafe.config.Config;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.pekko.cluster.sharding.typed.HashCodeMessageExtractor;

/**
 * Watches who writes into a journal, by means of the database itself: every event is stored with
 * the life of the node that wrote it and its moment, and fences and leases with theirs.
 */
final class JournalAudit {
  private static final int SHARDS = 128;
  private static final String INSTALL =
      """
      CREATE TABLE "fenced" (
        "incarnation" UUID PRIMARY KEY, "at" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp());
      CREATE TABLE "held" (
        "name" TEXT NOT NULL, "incarnation" UUID NOT NULL,
        "since" TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(), "until" TIMESTAMPTZ);
      INSERT INTO "held" SELECT "name", "incarnation", '-infinity' FROM "lease";
      ALTER TABLE "event_journal"
        ADD COLUMN "by" TEXT DEFAULT current_setting('fractal.incarnation', true),
        ADD COLUMN "at" TIMESTAMPTZ DEFAULT clock_timestamp();
      CREATE FUNCTION "note_fenced"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO "fenced" ("incarnation") VALUES (OLD."incarnation");
        RETURN NULL;
      END $$;
      CREATE FUNCTION "note_held"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP <> 'INSERT' THEN
          UPDATE "held" SET "until" = clock_timestamp()
            WHERE "name" = OLD."name" AND "until" IS NULL;
        END IF;
        IF TG_OP <> 'DELETE' THEN
          INSERT INTO "held" ("name", "incarnation") VALUES (NEW."name", NEW."incarnation");
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER "note_fenced" AFTER DELETE ON "writer"
        FOR EACH ROW EXECUTE FUNCTION "note_fenced"();
      CREATE TRIGGER "note_held" AFTER INSERT OR UPDATE OR DELETE ON "lease"
        FOR EACH ROW EXECUTE FUNCTION "note_held"();
      """;
  private static final String EVENTS =
      """
      SELECT j."persistence_id", j."sequence_number", j."writer", j."by", j."at",
        f."at" IS NOT NULL AND j."at" > f."at" AS "late"
      FROM "event_journal" j LEFT JOIN "fenced" f ON f."incarnation"::TEXT = j."by"
      WHERE j."by" IS NOT NULL ORDER BY
      """;

  private final Config config;

  private JournalAudit(Config config) {
    this.config = config;
  }

  /** Begins to watch; events that are there already do not count. */
  static JournalAudit begin(Fleet fleet) {
    var audit = new JournalAudit(fleet.config());
    audit.run(INSTALL);
    return audit;
  }

  private record Event(
      String id, long number, String writer, String by, OffsetDateTime at, boolean late) {
    @Override
    public String toString() {
      return "%s/%d, written by node %s at %s".formatted(id, number, by, at);
    }
  }

  private record Held(OffsetDateTime since, OffsetDateTime until) {
    boolean covers(OffsetDateTime moment) {
      return !moment.isBefore(since) && !moment.isAfter(until);
    }
  }

  /** One sentence for each event that only a second writer can have written. */
  List<String> violations(boolean leases) {
    var problems = new ArrayList<>(returned("j.\"persistence_id\", j.\"sequence_number\""));
    problems.addAll(returned("j.\"persistence_id\", j.\"ordering\""));
    var held = held();
    for (var event : events("j.\"ordering\"")) {
      if (event.late()) {
        problems.add(event + ", after that node was fenced");
      }
      if (leases
          && held.getOrDefault(key(event), List.of()).stream()
              .noneMatch(lease -> lease.covers(event.at()))) {
        problems.add(event + ", without the lease of its shard");
      }
    }
    return problems;
  }

  /** The lives of nodes that were given up. */
  List<String> fenced() {
    return query("SELECT \"incarnation\"::TEXT FROM \"fenced\"", row -> row.getString(1));
  }

  /** How many events were seen, and how many nodes wrote them. */
  @Override
  public String toString() {
    var events = events("j.\"ordering\"");
    return "%d events by %d lives of nodes"
        .formatted(events.size(), events.stream().map(Event::by).distinct().count());
  }

  /** Once another writer has come, an earlier one never writes again. */
  private List<String> returned(String order) {
    var problems = new ArrayList<String>();
    Map<String, Set<String>> gone = new HashMap<>();
    Map<String, String> last = new HashMap<>();
    for (var event : events(order)) {
      var before = last.put(event.id(), event.writer());
      var past = gone.computeIfAbsent(event.id(), _ -> new HashSet<>());
      if (before != null && !before.equals(event.writer())) {
        past.add(before);
      }
      if (past.contains(event.writer())) {
        problems.add(event + ", after another one had written");
      }
    }
    return problems;
  }

  private static String key(Event event) {
    var type = event.id().substring(0, event.id().indexOf('|'));
    var entity = event.id().substring(event.id().indexOf('|') + 1);
    var shard = new HashCodeMessageExtractor<>(SHARDS).shardId(entity);
    return "fractal-shard-%s-%s %s".formatted(type, shard, event.by());
  }

  private List<Event> events(String order) {
    return query(
        EVENTS + order,
        row ->
            new Event(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class),
                row.getBoolean(6)));
  }

  private Map<String, List<Held>> held() {
    var held = new HashMap<String, List<Held>>();
    query(
        "SELECT \"name\" || ' ' || \"incarnation\", \"since\", COALESCE(\"until\", 'infinity')"
            + " FROM \"held\"",
        row ->
            held.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                .add(
                    new Held(
                        row.getObject(2, OffsetDateTime.class),
                        row.getObject(3, OffsetDateTime.class))));
    return held;
  }

  private interface Read<T> {
    T from(ResultSet row) throws SQLException;
  }

  private <T> List<T> query(String sql, Read<T> read) {
    try (var connection = connect();
        var rows = connection.createStatement().executeQuery(sql)) {
      var found = new ArrayList<T>();
      while (rows.next()) {
        found.add(read.from(rows));
      }
      return found;
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** Runs statements on a connection of its own. */
  void run(String sql) {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  /** A connection of no node. */
  Connection connect() throws SQLException {
    var postgres = config.getConfig("fractal.store.postgres");
    return Objects.requireNonNull(
        DriverManager.getConnection(
            postgres.getString("url"), postgres.getString("user"), postgres.getString("password")));
  }
}
