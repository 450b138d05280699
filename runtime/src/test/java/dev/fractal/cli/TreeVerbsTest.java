package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.view.SampleJournal;
import dev.fractal.view.SampleTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TreeVerbsTest {
  private static final String ROOT = SampleTree.ROOT.value();
  private static final String DONE = SampleTree.DONE.value();
  private static final String BUSY = SampleTree.BUSY.value();
  private static final SessionId STRANGER = new SessionId("stranger");

  @TempDir Path directory;
  private CommandLineRig rig = new CommandLineRig(Path.of(""));

  @BeforeEach
  void storeWithATree() {
    rig = new CommandLineRig(directory).withStore();
    rig.others.putAll(SampleTree.journals());
    rig.rows.addAll(SampleTree.rows(SampleTree.DONE, SampleTree.BUSY));
  }

  @Test
  void treeShowsWhoWaitsForWhom() {
    var json = rig.run("tree", ROOT, "--json").json();

    assertThat(json.findValuesAsText("sessionId")).containsExactly(ROOT, DONE, BUSY);
    assertThat(json.get("waitsFor")).extracting(node -> node.asText()).contains("1 leaf", BUSY);
    assertThat(json.at("/children/1/waitsFor/0").asText()).isEqualTo("model");
    assertThat(json.at("/children/0/status").asText()).isEqualTo("idle");
    assertThat(json.at("/children/0/call").asText()).isEqualTo(SampleTree.call(0).value());
    assertThat(json.at("/own/cost/usd").decimalValue()).isEqualByComparingTo("0.002");
    assertThat(json.at("/subtree/cost/usd").decimalValue()).isEqualByComparingTo("0.004");
    assertThat(rig.run("tree", ROOT).out()).contains("├─ " + DONE, "└─ " + BUSY, "$0.004");
    assertThat(rig.run("tree", BUSY, "--json").json().get("children")).isEmpty();
    assertThat(rig.run("tree", "nobody").exit()).isEqualTo(4);
  }

  @Test
  void edgesAreThoseOfTheJournalOrOfTheTree() {
    var json = rig.run("edges", ROOT, "--json").json();
    assertThat(json).hasSize(1);
    assertThat(json.at("/0/session").asText()).isEqualTo(DONE);
    assertThat(json.at("/0/kind").asText()).isEqualTo("invocation");
    assertThat(rig.run("edges", DONE, "--json").json()).isEmpty();
    assertThat(rig.run("edges", ROOT, "--tree").out()).contains(DONE, "sha256:");
  }

  @Test
  void costOfATreeKeepsUnknownUnknown() {
    var turn = rig.run("cost", ROOT, "--tree", "--json").json().at("/turns/0");
    assertThat(turn.findValuesAsText("sessionId")).containsExactly(DONE, BUSY);
    assertThat(turn.at("/children/0/subtree/cost/usd").decimalValue())
        .isEqualByComparingTo("0.002");

    lose();

    var json = rig.run("cost", ROOT, "--tree", "--json").json();
    assertThat(json.at("/total/cost/usd").decimalValue()).isEqualByComparingTo("0.002");
    assertThat(json.at("/turns/0/children/1/own/cost/usd").asText()).isEqualTo("unknown");
    assertThat(json.at("/subtree/cost/usd").asText()).isEqualTo("unknown");
    assertThat(rig.run("cost", ROOT, "--tree").out()).contains("subtree", "unknown cost");
  }

  private void lose() {
    var events = new ArrayList<>(events(SampleTree.BUSY));
    events.add(
        new SessionEvent.CallsRepeated(
            1, List.of(CallKey.model(SampleTree.BUSY, 1, 1)), SampleJournal.AT));
    put(SampleTree.BUSY, events);
  }

  private List<SessionEvent> events(SessionId session) {
    return Objects.requireNonNull(rig.others.get(session)).stream()
        .map(entry -> entry.event())
        .toList();
  }

  private void put(SessionId session, List<SessionEvent> events) {
    rig.others.put(session, SampleJournal.numbered(events));
  }

  @Test
  void aSoundTreePasses() {
    var run = rig.run("verify-lineage", ROOT, "--json");
    assertThat(run.exit()).isZero();
    assertThat(run.json().get("ok").asBoolean()).isTrue();
    assertThat(run.json().get("sessions").asInt()).isEqualTo(3);
    assertThat(run.json().get("edges").asInt()).isEqualTo(1);
    assertThat(rig.run("verify-lineage", ROOT).out()).contains("ok", "3 sessions, 1 edge");
  }

  private void fails(String problem) {
    var run = rig.run("verify-lineage", ROOT);
    assertThat(run.exit()).isEqualTo(5);
    assertThat(run.out()).contains("FAILED").contains(problem);
    assertThat(rig.run("verify-lineage", ROOT, "--json").json().get("ok").asBoolean()).isFalse();
  }

  private void started(UnaryOperator<SessionSpec> change) {
    put(SampleTree.DONE, SampleTree.done(change));
  }

  private static SessionSpec placed(SessionSpec spec, Descent descent) {
    return new SessionSpec(
        spec.models(),
        spec.limits(),
        descent,
        spec.authority(),
        spec.budget(),
        spec.doctrine(),
        spec.kernel());
  }

  @Test
  void aChildThatMayDoMoreFails() {
    started(
        spec ->
            spec.with(
                spec.authority()
                    .with("default", Profile.TRUSTED.under(new Limits(4, 50, 50, 50)))));
    fails("may do what its parent, root, may not");
  }

  @Test
  void aChildWithHigherLimitsFails() {
    started(
        spec ->
            spec.with(
                spec.authority()
                    .with("default", Profile.DEFAULT.under(new Limits(5, 50, 50, 50)))));
    fails("may do what its parent");
  }

  @Test
  void aWrongPlaceInTheTreeFails() {
    started(
        spec -> placed(spec, new Descent(Optional.of(SampleTree.ROOT), Optional.of(STRANGER), 3)));
    fails("names stranger as its root instead of root");
    fails("is at depth 3 below a parent at depth 0");
    started(
        spec -> placed(spec, new Descent(Optional.of(STRANGER), Optional.of(SampleTree.ROOT), 1)));
    fails("names stranger as its parent instead of root");
  }

  private void edges(Edge... edges) {
    put(SampleTree.ROOT, SampleTree.root(List.of(edges)));
  }

  @Test
  void anEdgeToNowhereFails() {
    rig.others.remove(SampleTree.DONE);
    fails("has an edge to session " + DONE + ", which is missing");
  }

  @Test
  void anEdgeToAnUnknownHeadFails() {
    edges(
        Edge.invocation(
            SampleTree.call(0), SampleTree.DONE, Optional.of(HeadId.of("no such head"))));
    fails("which session " + DONE + " never published");
  }

  @Test
  void aReturnedCallWithoutItsEdgeFails() {
    edges();
    fails("has 0 edges of call root/t1/s1/c0/h0, which is returned");
  }

  @Test
  void anEdgeToAnotherChildFails() {
    edges(Edge.invocation(SampleTree.call(0), SampleTree.BUSY, Optional.empty()));
    fails("which is not that call's child");
  }

  @Test
  void aChildThatNobodyCalledFails() {
    rig.rows.addAll(SampleTree.rows(STRANGER));
    put(STRANGER, SampleTree.busy(STRANGER));
    fails("calls itself a child of root, which made no such call");
  }

  @Test
  void aMemberThatNothingLeadsToFails() {
    rig.rows.addAll(SampleTree.rows(STRANGER));
    fails("belongs to the tree of root, but nothing leads there");
  }
}
