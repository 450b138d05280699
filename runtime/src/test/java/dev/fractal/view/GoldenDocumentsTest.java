package dev.fractal.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.client.Progress;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.payload.InMemoryPayloadStore;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.ReleaseReport;
import dev.fractal.protocol.ReleaseReport.Verdict;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Allowance;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetLedger;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.Released;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionSuspended;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The documents that nodes and commands answer with are contracts to the byte: names, order, what
 * is {@code null} and what is missing. Lines of the file are never edited.
 */
final class GoldenDocumentsTest {
  private static final Path FILE =
      Path.of("src", "test", "resources", "dev", "fractal", "view", "documents.txt");
  private static final boolean WRITE = Boolean.getBoolean("fractal.golden.write-missing");
  private static final SessionId OTHER = new SessionId("s2");
  private static final Failure WHY = new Failure("ReplDiverged", "the record says otherwise");

  private static final SessionEvent QUARANTINED = new SessionQuarantined(WHY, SampleJournal.AT);
  private static final SessionEvent SUSPENDED = new SessionSuspended(WHY, SampleJournal.AT);

  /** So many events of the sample are its beginning, up to where cells run. */
  private static final int EVALUATING = 3;

  private static final int ALL = Integer.MAX_VALUE;
  private static final String VALUE =
      "{\"z\":null,\"b\":1.0,\"a\":[0.1,1e30,12345678901234567890,-0,\"\\u0041\"],\"c\":{}}";

  private final ViewJson views = new ViewJson(new InMemoryPayloadStore());

  @Test
  void documentsAreAsTheyEverWere() throws IOException {
    var lines = new ArrayList<String>();
    documents().forEach((name, document) -> lines.add(name + " " + document));
    if (WRITE && !Files.exists(FILE)) {
      Files.write(FILE, lines);
    }
    assertThat(lines).containsExactlyElementsOf(Files.readAllLines(FILE));
  }

  private Map<String, JsonNode> documents() {
    var all = new LinkedHashMap<String, JsonNode>();
    all.put("result-final", views.result(ended(new TurnOutcome.Finished(Content.inline(VALUE)))));
    all.put("result-text", views.result(ended(new TurnOutcome.Finished(Content.inline("\"ü\"")))));
    all.put("result-failed", views.result(ended(aborted())));
    all.put("row", row(SessionStatus.RUNNING));
    all.put("row-suspended", row(SessionStatus.SUSPENDED));
    all.put("head", ViewJson.head(new HeadView(SampleJournal.HEAD, SampleJournal.AT), true));
    all.put("message", views.message(new Message(Message.Author.CALLER, 1, Content.inline("go"))));
    all.put("session", views.session(glance(ALL)));
    all.put("limited", views.session(limited()));
    all.put("quarantined", views.session(glance(ALL, QUARANTINED)));
    all.put("suspended", views.session(glance(EVALUATING, SUSPENDED)));
    all.put("tree", TreeJson.tree(TreeView.of(SampleTree.ROOT, tree()).orElseThrow()));
    all.put("done", ReplyJson.done(new Done(OTHER, SessionStatus.STOP_REQUESTED)));
    all.put("described", ReplyJson.described(described()));
    all.put("derived", ReplyJson.derived(described(), OTHER));
    all.put("released", ReplyJson.released(released()));
    all.put("cancelled", ReplyJson.cancelled(OTHER, new SessionId("s2~1"), ended(aborted())));
    all.put("progress", EventJson.progress(progress(SampleJournal.USAGE)));
    all.put("progress-unknown", EventJson.progress(progress(Usage.UNKNOWN)));
    all.put("spend", SpendJson.spend(Spend.NONE.reply(SampleJournal.USAGE).lose(2)));
    return all;
  }

  private static TurnResult ended(TurnOutcome outcome) {
    boolean whole = outcome instanceof TurnOutcome.Finished;
    return new TurnResult(
        SampleJournal.SESSION,
        2,
        outcome,
        3,
        Spend.NONE.reply(whole ? SampleJournal.USAGE : Usage.UNKNOWN),
        Spent.NONE,
        whole ? Optional.of(SampleJournal.HEAD.id()) : Optional.empty());
  }

  private static TurnOutcome aborted() {
    return new TurnOutcome.Aborted(TurnStatus.ERROR, new Failure("ModelFailed", "it is down"));
  }

  private static JsonNode row(SessionStatus status) {
    var journal = Map.of(SampleJournal.SESSION, journal(EVALUATING, SUSPENDED));
    var row = SampleJournal.row();
    var shown =
        new CatalogRow(
            row.session(),
            row.sequence(),
            status,
            row.family(),
            row.progress(),
            row.started(),
            row.changed());
    return ViewJson.row(shown, new FakeReader(journal, List.of(shown), new InMemoryPayloadStore()));
  }

  private static List<JournalEntry> journal(int first, SessionEvent... more) {
    var events = new ArrayList<SessionEvent>();
    SampleJournal.entries().stream().limit(first).forEach(entry -> events.add(entry.event()));
    events.addAll(List.of(more));
    return SampleJournal.numbered(events);
  }

  private static Glance glance(int first, SessionEvent... more) {
    var events = journal(first, more);
    var view = SessionView.of(events).orElseThrow();
    var spent = Spend.NONE.reply(SampleJournal.USAGE);
    return new Glance(view, spent, events.size(), Optional.empty());
  }

  private static Glance limited() {
    var whole = glance(ALL);
    var books =
        BudgetLedger.of(
            new Budget(
                Allowance.of(new BigDecimal("0.10")),
                Allowance.of(100_000),
                Allowance.unlimited(),
                Allowance.of(3),
                Allowance.of(2),
                Optional.of(Instant.EPOCH)));
    var child = Budget.UNLIMITED.min(books.cap().share(2));
    if (!(books.grant(new SessionId("s1~1"), child) instanceof BudgetLedger.Granted granted)) {
      throw new AssertionError("nothing was granted");
    }
    return new Glance(whole.view(), whole.spent(), whole.events(), Optional.of(granted.ledger()));
  }

  private static FakeReader tree() {
    var rows = SampleTree.rows(SampleTree.DONE, SampleTree.BUSY);
    return new FakeReader(SampleTree.journals(), rows, new InMemoryPayloadStore());
  }

  private static Described described() {
    return new Described(
        SampleJournal.SESSION,
        SessionStatus.RUNNING,
        4,
        Optional.of(3),
        1,
        Optional.of(SampleJournal.HEAD.id()),
        Spend.NONE);
  }

  private static Released released() {
    return new Released(
        OTHER,
        SessionStatus.IDLE,
        new ReleaseReport(Verdict.LIFTED, WHY, "it is sound", Optional.empty()));
  }

  private static Progress progress(Usage usage) {
    return new Progress(OTHER, 1, 2, "awaiting model", "Sur", new Spend(usage, 0, 0));
  }
}
