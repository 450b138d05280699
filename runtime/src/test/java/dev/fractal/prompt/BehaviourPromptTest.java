package dev.fractal.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.Sha256;
import org.junit.jupiter.api.Test;

class BehaviourPromptTest {
  private final BehaviourPrompt prompt = BehaviourPrompt.load();

  @Test
  void theStampNamesTheVersionAndTheText() {
    assertThat(prompt.stamp())
        .isEqualTo("behaviour-3+" + Sha256.of(prompt.text()).substring(7, 19))
        .isEqualTo(BehaviourPrompt.load().stamp());
  }

  @Test
  void sessionsKeepTheVersionThatTheyBeganWith() {
    assertThat(prompt.former())
        .containsExactlyInAnyOrder("behaviour-1+91682403b9b9", "behaviour-2+04a36e2149f8");
    assertThat(prompt.text("behaviour-1+91682403b9b9"))
        .isNotEqualTo(prompt.text())
        .doesNotContain("cancel()");
    assertThat(prompt.text("behaviour-2+04a36e2149f8"))
        .contains("cancel()")
        .doesNotContain("AskTimedOut");
    assertThat(prompt.text(prompt.stamp()))
        .isEqualTo(prompt.text())
        .contains("cancel()", "AskTimedOut");
  }

  @Test
  void everyFunctionThatExistsIsTaughtAndNoOther() {
    assertThat(prompt.text())
        .contains(
            "FINAL(value)",
            "inspect(x, {path, page})",
            "lm(input, query, mode)",
            "mapLm(inputs, query, mode)",
            "inputs.NAME.length",
            "inputs.NAME.text()",
            "inputs.NAME.slice(a, b)",
            "inputs.NAME.lines(a, b)",
            "inputs.NAME.grep(pattern, {max})",
            "inputs.NAME.chunks(size, {overlap})",
            "console.log",
            "budget()",
            "rlm(task, {",
            "mapRlm(tasks, shared, options)",
            "attachRlm(source, task, options)",
            "readFile(path)",
            "listFiles(path)",
            "writeFile(path, text)",
            "fetchText(url)",
            "sh([program, ...args])",
            "ask(question, {",
            "sleep(time)",
            "sleepUntil(time)");
  }

  @Test
  void itsExamplesAreCells() {
    assertThat(prompt.text().split("\n```js\n", -1)).hasSizeGreaterThan(6);
    assertThat(prompt.text().lines().filter(line -> line.startsWith("```")).count() % 2).isZero();
  }
}
