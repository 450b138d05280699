package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.view.SampleJournal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriveVerbsTest {
  private static final String[] RUN = {"run", "--model", "playbook:p.yaml", "--session", "s9"};

  @TempDir Path directory;

  private CommandLineRig rig() {
    return new CommandLineRig(directory);
  }

  private static String[] run(String... more) {
    var words = new String[RUN.length + more.length];
    System.arraycopy(RUN, 0, words, 0, RUN.length);
    System.arraycopy(more, 0, words, RUN.length, more.length);
    return words;
  }

  @Test
  void aRunPrintsItsValueAndEndsWithZero() {
    var rig = rig();
    rig.node.outcome = new TurnOutcome.Finished(Content.inline("{\"user\":\"5\",\"n\":[1]}"));
    var outcome = rig.run(run("count"));
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("\"user\" : \"5\"");
    assertThat(outcome.err()).contains("final · session s9 · turn 1 · 3 steps");
    assertThat(rig.node.asked)
        .containsExactly("start s9", "submit QUEUE", "await 1", "await 1", "leave");
  }

  @Test
  void aRunsDocumentHasTheAgreedShape() {
    var rig = rig();
    rig.node.outcome = new TurnOutcome.Finished(Content.inline("{\"n\":5}"));
    rig.node.spend = Spend.NONE.reply(SampleJournal.USAGE);
    var outcome = rig.run(run("--json", "count"));
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().strip())
        .isEqualTo(
            "{\"status\":\"final\",\"sessionId\":\"s9\",\"turnId\":1,\"value\":{\"n\":5},\"steps\":3,"
                + "\"usage\":{\"input\":100,\"output\":20,\"cached\":60},\"cost\":{\"usd\":0.002},"
                + "\"head\":\""
                + FakeNode.HEAD
                + "\",\"error\":null}");
  }

  @Test
  void aLostRequestMakesTheNumbersUnknown() {
    var rig = rig();
    rig.node.spend = Spend.NONE.reply(SampleJournal.USAGE).lose(1);
    var json = rig.run(run("--json", "count")).json();
    assertThat(json.at("/usage/input").asText()).isEqualTo("unknown");
    assertThat(json.at("/cost/usd").asText()).isEqualTo("unknown");
  }

  @ParameterizedTest
  @CsvSource({"ERROR,1", "TIMEOUT,3", "BUDGET_EXCEEDED,2", "STOPPED,2", "CANCELLED,2"})
  void aTurnWithoutAFinalValueSaysWhyAndEndsWithItsCode(TurnStatus status, int exit) {
    var rig = rig();
    rig.node.outcome = new TurnOutcome.Aborted(status, new Failure("StepLimit", "too many steps"));
    var text = rig.run(run("count"));
    assertThat(text.exit()).isEqualTo(exit);
    assertThat(text.out()).isEmpty();
    assertThat(text.err()).contains("error: StepLimit: too many steps");
    var json = rig.run(run("--json", "count"));
    assertThat(json.exit()).isEqualTo(exit);
    assertThat(json.json().get("status").asText()).isEqualTo(status.wire());
    assertThat(json.json().get("value").isNull()).isTrue();
    assertThat(json.json().at("/error/type").asText()).isEqualTo("StepLimit");
  }

  @Test
  void aRunPassesItsOptionsOn() throws IOException {
    Files.writeString(directory.resolve("doc.txt"), "a text");
    var rig = rig();
    rig.run(
        run(
            "--input",
            "doc=doc.txt",
            "--max-steps",
            "7",
            "--timeout",
            "5m",
            "--request-id",
            "k1",
            "--if-busy",
            "reject",
            "--leaf-model",
            "openai:small",
            "--profile",
            "trusted",
            "count"));
    var request = rig.node.requests.getFirst();
    assertThat(request.requestId()).isEqualTo("k1");
    assertThat(request.maxSteps()).contains(7);
    assertThat(request.timeout()).contains(Duration.ofMinutes(5));
    var doc = new InputRef(PayloadId.of("a text"), 6);
    assertThat(request.inputs()).isEqualTo(Map.of("doc", doc));
    assertThat(rig.node.payloads.get(doc.payload())).isEqualTo("a text");
    assertThat(rig.node.asked).contains("submit REJECT");
    var root = "playbook:" + directory.resolve("p.yaml");
    var spec = rig.node.started.getFirst();
    assertThat(spec.models()).isEqualTo(new ModelChoice(root, root, "openai:small"));
    assertThat(spec.authority().profile()).isEqualTo("trusted");
    assertThat(rig.checkedModels).containsExactly(root, "openai:small");
  }

  @Test
  void aSessionMayStartTighterThanItsProfile() {
    var rig = rig();
    rig.run(run("--tighten", "{\"read\": [\"docs\"]}", "--max-depth", "1", "count"));
    var capability = rig.node.started.getFirst().authority().capability();
    var whole = rig.node.spec(ModelChoice.all("m"), Profile.DEFAULT).authority().capability();
    assertThat(capability.isAtMost(whole)).isTrue();
    assertThat(capability.wire()).containsEntry("read", List.of("docs"));
    assertThat(capability.limits().maxDepth()).isEqualTo(1);
    assertThat(capability.host()).isEqualTo(whole.host());
  }

  @Test
  void noOptionRaisesACeilingOfTheNode() {
    var rig = rig();
    var outcome = rig.run(run("--max-depth", "9", "count"));
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("--max-depth 9: an override may only tighten");
    assertThat(rig.node.started).isEmpty();
  }

  @Test
  void whatASessionMayDoIsFixedAtItsStart() {
    var rig = rig();
    var outcome = rig.run("turn", "s1", "more", "--max-depth", "1");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("was fixed at its start; leave --max-depth out");
  }

  @Test
  void theModelMayComeFromTheEnvironment() {
    var rig = rig();
    rig.variables.put("FRACTAL_MODEL", "openai:big");
    assertThat(rig.run("run", "count").exit()).isZero();
    assertThat(rig.node.started.getFirst().models()).isEqualTo(ModelChoice.all("openai:big"));
  }

  @Test
  void aRepeatedRequestIdFindsTheSameSession() {
    var rig = rig();
    rig.run("run", "--model", "openai:x", "--request-id", "k", "count");
    rig.run("run", "--model", "openai:x", "--request-id", "k", "count");
    assertThat(rig.node.asked.stream().filter(asked -> asked.startsWith("start")).distinct())
        .hasSize(1);
  }

  @Test
  void aDashReadsTheMessageFromStandardInput() {
    var rig = rig();
    rig.input = "zähle\n".getBytes(StandardCharsets.UTF_8);
    rig.run(run("-"));
    assertThat(rig.node.requests.getFirst().message()).isEqualTo(Content.inline("zähle\n"));
  }

  @Test
  void aRefusalIsOneSentence() {
    var rig = rig().withStore();
    rig.node.refuse(Refusal.Kind.TurnQueueFull, "16 turns wait already; try again later");
    var text = rig.run("turn", "s1", "more");
    assertThat(text.exit()).isEqualTo(1);
    assertThat(text.err().strip()).isEqualTo("error: 16 turns wait already; try again later");
    var json = rig.run("turn", "s1", "more", "--json");
    assertThat(json.exit()).isEqualTo(1);
    assertThat(json.json().at("/error/type").asText()).isEqualTo("TurnQueueFull");
    assertThat(json.err()).isEmpty();
  }

  @Test
  void aTurnInAnUnknownSessionEndsWithFourAndStoresNothing() throws IOException {
    Files.writeString(directory.resolve("doc.txt"), "a text");
    var rig = rig().withStore();
    rig.node.refuse(Refusal.Kind.UnknownSession, "session 'nope' is unknown");
    assertThat(rig.run("turn", "nope", "--input", "doc=doc.txt", "more").exit()).isEqualTo(4);
    assertThat(rig.node.payloads.size()).isZero();
  }

  @Test
  void aTurnKeepsTheModelsUnlessTold() {
    var rig = rig().withStore();
    assertThat(rig.run("turn", "s1", "more").exit()).isZero();
    assertThat(rig.node.requests.getFirst().models()).isEmpty();
  }

  @Test
  void aTurnsModelReplacesAllThatWereTheSame() {
    var rig = rig().withStore();
    rig.run("turn", "s1", "--model", "openai:new", "more");
    assertThat(rig.node.requests.getFirst().models()).contains(ModelChoice.all("openai:new"));
  }

  @Test
  void aTurnsLeafModelLeavesTheOthers() {
    var rig = rig().withStore();
    rig.run("turn", "s1", "--leaf-model", "openai:leaf", "more");
    var old = "playbook:/old.yaml";
    assertThat(rig.node.requests.getFirst().models())
        .contains(new ModelChoice(old, old, "openai:leaf"));
  }

  @Test
  void resumeWaitsForEveryUnfinishedTurn() {
    var rig = rig().withStore();
    rig.node.unfinished.add(4);
    rig.node.unfinished.add(5);
    var outcome = rig.run("resume", "s1", "--json");
    assertThat(outcome.json().get("turnId").asInt()).isEqualTo(5);
    assertThat(outcome.json().at("/earlier/0/turnId").asInt()).isEqualTo(4);
    rig.node.unfinished.add(6);
    assertThat(rig.run("resume", "s1").out().strip()).isEqualTo("42");
  }

  @Test
  void resumeOfAnIdleSessionSaysSo() {
    var rig = rig().withStore();
    var outcome = rig.run("resume", "s1", "--head", FakeNode.HEAD.value());
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out()).contains("session s1 is idle, 2 turns, nothing unfinished");
    assertThat(rig.node.asked).contains("resume " + FakeNode.HEAD);
    assertThat(rig.run("resume", "s1", "--json").json().get("status").asText()).isEqualTo("idle");
  }

  @Test
  void stopCancelAndCompactAskTheSession() {
    var rig = rig().withStore();
    assertThat(rig.run("stop", "s1", "--wait").out()).contains("session s1 is stopped");
    assertThat(rig.run("stop", "s1", "--json").json().get("status").asText()).isEqualTo("stopped");
    assertThat(rig.run("cancel", "s1", "--turn", "3").exit()).isZero();
    rig.node.unfinished.add(7);
    assertThat(rig.run("cancel", "s1").exit()).isZero();
    assertThat(rig.run("compact", "s1").exit()).isZero();
    assertThat(rig.node.asked)
        .contains("stop true", "stop false", "cancel 3", "cancel 7", "compact");
  }

  @Test
  void cancelWithNothingRunningIsRefused() {
    var outcome = rig().withStore().run("cancel", "s1");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(outcome.err()).contains("no turn of session 's1' runs");
  }

  @Test
  void chatRunsATurnPerLineUntilTheGoodbye() {
    var rig = rig();
    rig.input = "one\n\n two \n/exit\nthree\n".getBytes(StandardCharsets.UTF_8);
    var outcome = rig.run("chat", "--model", "openai:x");
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out().lines()).containsExactly("42", "42");
    assertThat(rig.node.requests).hasSize(2);
    assertThat(rig.node.requests.get(1).message()).isEqualTo(Content.inline("two"));
  }

  @Test
  void chatInASessionGivesOneDocument() {
    var rig = rig().withStore();
    rig.input = "one\ntwo\n".getBytes(StandardCharsets.UTF_8);
    var outcome = rig.run("chat", "s1", "--json");
    assertThat(outcome.json()).hasSize(2);
    assertThat(outcome.json().at("/1/turnId").asInt()).isEqualTo(2);
  }

  @Test
  void ctrlCCancelsTheTurnAndSaysHowToGoOn() {
    var rig = rig();
    rig.node.duringTurn = () -> rig.interrupts.getFirst().run();
    rig.node.outcome =
        new TurnOutcome.Aborted(
            TurnStatus.CANCELLED, new Failure("TurnCancelled", "turn 1 was cancelled"));
    var outcome = rig.run(run("count"));
    assertThat(outcome.exit()).isEqualTo(130);
    assertThat(outcome.err()).contains("go on with: bin/fractal turn s9");
    assertThat(rig.node.asked).contains("cancel 1");
    assertThat(rig.interrupts).isEmpty();
  }

  @Test
  void ctrlCBeforeTheTurnHasANumberCancelsItAsSoonAsItHas() {
    var cancelled = new ArrayList<Integer>();
    var interruption = new Interruption(cancelled::add);
    interruption.request();
    assertThat(cancelled).isEmpty();
    interruption.accepted(3);
    assertThat(cancelled).containsExactly(3);
  }

  @Test
  void aDirectoryAboveIsFoundFromBelow() throws IOException {
    var rig = rig().withStore();
    var below = Files.createDirectories(directory.resolve("a/b"));
    var deep = new CommandLineRig(below);
    assertThat(deep.run("turn", "s1", "more").exit()).isZero();
    assertThat(Files.exists(below.resolve(".fractal"))).isFalse();
    assertThat(rig.run("turn", "s1", "more").exit()).isZero();
  }
}
