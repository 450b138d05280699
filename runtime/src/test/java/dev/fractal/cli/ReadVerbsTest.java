package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.cli.Console.Terminals;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.view.SampleJournal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadVerbsTest {
  private static final Terminals PERSON = new Terminals(false, true, true, 80);

  @TempDir Path directory;
  private CommandLineRig rig = new CommandLineRig(Path.of(""));

  @BeforeEach
  void storeWithASession() {
    rig = new CommandLineRig(directory).withStore();
  }

  @Test
  void lsListsSessions() {
    assertThat(rig.run("ls").out()).contains("SESSION", "s1", "running", "unknown cost");
    var row = rig.run("ls", "--json").json().get(0);
    assertThat(row.get("sessionId").asText()).isEqualTo("s1");
    assertThat(row.at("/cost/usd").asText()).isEqualTo("unknown");
  }

  @Test
  void lsWithoutAStoreIsEmptyAndMakesNone(@TempDir Path elsewhere) {
    var nowhere = new CommandLineRig(elsewhere);
    var text = nowhere.run("ls");
    assertThat(text.exit()).isZero();
    assertThat(text.out()).isEmpty();
    assertThat(text.err()).contains("no sessions");
    assertThat(nowhere.run("ls", "--json").json()).isEmpty();
    assertThat(elsewhere).isEmptyDirectory();
  }

  @Test
  void showTellsASessionAtAGlance() {
    var text = rig.run("show", "s1").out();
    assertThat(text).contains("playbook:/old.yaml", "count the errors", "queued", "error");
    var json = rig.run("show", "s1", "--json").json();
    assertThat(json.get("status").asText()).isEqualTo("running");
    assertThat(json.at("/turns/0/value").asInt()).isEqualTo(42);
    assertThat(json.at("/turns/1/error/type").asText()).isEqualTo("ModelTimeout");
    assertThat(json.at("/turns/2/status").asText()).isEqualTo("queued");
    assertThat(json.get("head").asText()).isEqualTo(SampleJournal.HEAD.id().value());
  }

  @Test
  void eventsAreOneLineEach() {
    var text = rig.run("events", "s1").out();
    assertThat(text.lines()).hasSize(SampleJournal.entries().size() + 1);
    assertThat(text).contains("model-replied", "turn 1 step 1", "calls-repeated");
    var json = rig.run("events", "s1", "--json").json();
    assertThat(json).hasSize(SampleJournal.entries().size());
    assertThat(json.at("/0/type").asText()).isEqualTo("session-started");
    assertThat(json.at("/0/sequence").asInt()).isEqualTo(1);
    assertThat(json.at("/1/request/message/text").asText()).isEqualTo("count the errors");
  }

  @Test
  void stepsShowCodeCallsAndObservation() {
    var text = rig.run("steps", "s1").out();
    assertThat(text).contains("turn 1 step 1", "const answer = 42", "lm:", "│ printed 42");
    assertThat(text).contains("ModelTimeout: no answer in 1m").doesNotContain("Sure.");
    var step = rig.run("steps", "s1", "--turn", "1", "--json").json();
    assertThat(step).hasSize(1);
    assertThat(step.at("/0/code/0").asText()).isEqualTo("const answer = 42\n");
    assertThat(step.at("/0/calls/0/value").asText()).isEqualTo("yes");
    assertThat(step.at("/0/usage/cached").asInt()).isEqualTo(60);
  }

  @Test
  void messagesAreTheTranscript() {
    assertThat(rig.run("messages", "s1").out())
        .contains("caller", "count the errors", "observation", "printed 42");
    var json = rig.run("messages", "s1", "--all", "--json").json();
    assertThat(json.findValuesAsText("author"))
        .containsExactly("caller", "model", "observation", "caller");
  }

  @Test
  void headsMarkTheCurrentOneAndNeverWreckage() {
    var lines = rig.run("heads", "s1").out().lines().toList();
    assertThat(lines.get(1)).startsWith("*").contains("turn-final");
    assertThat(lines.get(2)).startsWith(" ").contains("turn-aborted");
    assertThat(rig.run("heads", "s1", "--json").json().at("/0/current").asBoolean()).isTrue();
  }

  @Test
  void costKeepsUnknownUnknown() {
    var json = rig.run("cost", "s1", "--json").json();
    assertThat(json.at("/turns/0/steps/cost/usd").decimalValue()).isEqualByComparingTo("0.002");
    assertThat(json.at("/turns/0/leaves/cost/usd").decimalValue()).isEqualByComparingTo("0.0001");
    assertThat(json.at("/turns/1/total/lost").asInt()).isEqualTo(2);
    assertThat(json.at("/total/cost/usd").asText()).isEqualTo("unknown");
    assertThat(rig.run("cost", "s1").out()).contains("leaves", "unknown cost", "$0.002");
  }

  @Test
  void varsTellWhatIsKept() {
    var json = rig.run("vars", "s1", "--json").json();
    assertThat(json.at("/answer/exact").asBoolean()).isTrue();
    assertThat(json.at("/answer/preview").asText()).isEqualTo("<{\"n\":42}>");
    assertThat(json.at("/later/exact").asBoolean()).isFalse();
    assertThat(json.at("/later/reason").asText()).isEqualTo("a closure");
    assertThat(rig.run("vars", "s1").out()).contains("answer", "not exactly: a closure");
  }

  @Test
  void payloadPrintsATextOrSaysThatItIsMissing() {
    var id = rig.node.payloads.put("long\ntext\n");
    assertThat(rig.run("payload", id.value()).out()).isEqualTo("long\ntext\n");
    assertThat(rig.run("payload", id.value(), "--json").json().get("length").asInt()).isEqualTo(10);
    var missing = rig.run("payload", "sha256:" + "0".repeat(64));
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.err()).contains("is not in the store");
  }

  @Test
  void checkEndsWithFiveWhenSomethingIsWrong() {
    rig.findings = List.of(new CheckLauncher.Finding("schema", true, "version 1"));
    assertThat(rig.run("check").exit()).isZero();
    rig.findings = List.of(new CheckLauncher.Finding("payloads", false, "1 is damaged"));
    var text = rig.run("check");
    assertThat(text.exit()).isEqualTo(5);
    assertThat(text.out()).contains("FAILED  payloads: 1 is damaged");
    var json = rig.run("check", "--json");
    assertThat(json.exit()).isEqualTo(5);
    assertThat(json.json().get("ok").asBoolean()).isFalse();
  }

  @Test
  void helpNamesEveryVerbAndOption() {
    assertThat(rig.run("--help").out()).contains("run", "check", "payload");
    var run = rig.run("run", "--help");
    assertThat(run.exit()).isZero();
    assertThat(run.out()).contains("--input", "--model", "--json");
  }

  @Test
  void coloursAreForTerminalsThatWantThem() {
    assertThat(rig.run("ls").out()).doesNotContain("\u001b");
    rig.terminals = PERSON;
    assertThat(rig.run("ls").out()).contains("\u001b[2m");
    rig.variables.put("NO_COLOR", "1");
    assertThat(rig.run("ls").out()).doesNotContain("\u001b");
  }

  @Test
  void escapesInAValueAreInertOnATerminal() {
    rig.terminals = PERSON;
    rig.variables.put("NO_COLOR", "1");
    var evil = "\"a\\u001b[2Jb\u009b3m\"";
    rig.node.outcome = new TurnOutcome.Finished(Content.inline(evil));
    var text = rig.run("turn", "s1", "go").out();
    assertThat(text.strip()).isEqualTo("a␛[2Jb\\u009b3m");
    var json = rig.run("turn", "s1", "--json", "go");
    assertThat(json.out()).doesNotContain("\u001b", "\u009b");
    assertThat(json.json().get("value").asText()).isEqualTo("a\u001b[2Jb\u009b3m");
  }

  @Test
  void theProgressLineIsDrawnOnATerminalOnlyAndCleared() {
    assertThat(rig.run("turn", "s1", "go").err()).doesNotContain("\r");
    rig.terminals = PERSON;
    var err = rig.run("turn", "s1", "go").err();
    assertThat(err).contains("turn 1 step 2 · evaluating", "\r\u001b[K");
    assertThat(rig.node.asked).contains("unwatch");
    assertThat(rig.run("turn", "s1", "--json", "go").err()).isEmpty();
  }
}
