package dev.fractal.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.payload.InMemoryPayloadStore;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.Delivery;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@link GoldenDocumentsTest} for what is read of a session's work: steps, cost, edges, names. */
final class GoldenViewsTest {
  private static final Path FILE =
      Path.of("src", "test", "resources", "dev", "fractal", "view", "views.txt");
  private static final boolean WRITE = Boolean.getBoolean("fractal.golden.write-missing");
  private static final List<String> ARGUMENTS = List.of("[]", "[1.0,\"\\u0041\"]", "{", "[{}]");

  @Test
  void viewsAreAsTheyEverWere() throws IOException {
    var lines = new ArrayList<String>();
    documents().forEach((name, document) -> lines.add(name + " " + document));
    if (WRITE && !Files.exists(FILE)) {
      Files.write(FILE, lines);
    }
    assertThat(lines).containsExactlyElementsOf(Files.readAllLines(FILE));
  }

  private static Map<String, JsonNode> documents() {
    var all = new LinkedHashMap<String, JsonNode>();
    var tree = reader(SampleTree.root(List.of(SampleTree.edge())));
    var whole = TreeView.of(SampleTree.ROOT, tree).orElseThrow();
    var cost = CostView.of(tree.events(SampleTree.ROOT));
    all.put("steps", steps(SampleJournal.entries()));
    all.put("steps-open", steps(SampleJournal.numbered(open())));
    all.put("cost", SpendJson.cost(CostView.of(SampleJournal.entries())));
    all.put("cost-none", SpendJson.cost(CostView.of(List.of())));
    all.put("cost-tree", SpendJson.cost(cost, whole));
    all.put("edges", TreeJson.edges(Stream.of(kin(tree))));
    all.put("edges-derived", TreeJson.edges(Stream.of(kin(reader(SampleTree.root(odd()))))));
    all.put("variables", variables());
    all.put("lineage", verdict(tree));
    all.put("lineage-bad", verdict(reader(SampleTree.root(odd()))));
    return all;
  }

  private static JsonNode steps(List<JournalEntry> journal) {
    return Json.array(StepView.of(journal), new StepJson(new InMemoryPayloadStore())::step);
  }

  /** A step whose cells wait for one call of four, and one that gave a value of a wrong kind. */
  private static List<SessionEvent> open() {
    var at = SampleJournal.AT;
    return List.of(
        new ModelReplied(
            1, 1, Content.inline("```js\n1\n```\n```js\n2\n```"), Usage.UNKNOWN, 2, at),
        new HostCallsRequested(1, 1, 1, calls(), Delivery.BATCHES, at),
        new HostCallsCompleted(1, 1, 1, results(), at),
        new ModelReplied(1, 2, Content.inline("no code"), SampleJournal.USAGE, 0, at),
        new CellsEvaluated(
            1,
            2,
            List.of(
                new CellReport(CellReport.Ending.COMPLETED, ""),
                new CellReport(CellReport.Ending.MISMATCH, "it is no number")),
            Content.inline("ü\n"),
            Map.of(),
            List.of(),
            at));
  }

  private static List<HostCall> calls() {
    return IntStream.range(0, ARGUMENTS.size())
        .mapToObj(call -> new HostCall(call, "lm", Content.inline(ARGUMENTS.get(call))))
        .toList();
  }

  private static List<HostResult> results() {
    return List.of(
        SampleJournal.returned(0, "null", SampleJournal.LEAF),
        new HostResult(1, new Answer.Failed(new Failure("Refused", "no")), Spend.NONE.lose(1)),
        new HostResult(2, new Answer.Cancelled(), Spend.NONE));
  }

  private static FakeReader reader(List<SessionEvent> root) {
    var journals = SampleTree.journals();
    journals.put(SampleTree.ROOT, SampleJournal.numbered(root));
    var rows = SampleTree.rows(SampleTree.DONE, SampleTree.BUSY);
    return new FakeReader(journals, rows, new InMemoryPayloadStore());
  }

  private static Kin kin(FakeReader reader) {
    return Kin.of(SampleTree.ROOT, reader).orElseThrow();
  }

  private static List<Edge> odd() {
    return List.of(
        Edge.derivation(new SessionId("source"), SampleJournal.HEAD.id()),
        Edge.invocation(SampleTree.call(7), SampleTree.BUSY, Optional.empty()));
  }

  private static JsonNode variables() {
    return ViewJson.variables(
        VariableView.of(SampleJournal.entries()),
        variable -> variable.saved().map(saved -> "{n: 42}").orElse(""));
  }

  private static JsonNode verdict(FakeReader reader) {
    return TreeJson.verdict(LineageCheck.of(kin(reader), reader));
  }
}
