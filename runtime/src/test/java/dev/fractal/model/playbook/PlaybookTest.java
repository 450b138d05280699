package dev.fractal.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.ModelRequest.Role;
import dev.fractal.protocol.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaybookTest {
  private static PlaybookQuestion root(String newest, int step) {
    return new PlaybookQuestion(newest, Role.ROOT, step, 1);
  }

  private static String text(Playbook playbook, PlaybookQuestion question) {
    return switch (playbook.answer(question)) {
      case PlaybookAnswer.Reply reply -> reply.text();
      case PlaybookAnswer.Fault fault -> "fault " + fault.error().word();
      case PlaybookAnswer.Endless(int line) -> "endless " + line;
      case PlaybookAnswer.Unscripted() -> "unscripted";
    };
  }

  @Test
  void theFirstClauseWhoseConditionsAllHoldAnswers() {
    Playbook playbook =
        Playbook.parse(
            "p.yaml",
            """
            clauses:
              - match: errors
                role: leaf
                reply: a leaf
              - match: errors
                step: 2
                reply: step two
              - match: errors
                reply: any step
              - default: true
                reply: otherwise
            """);

    assertThat(text(playbook, new PlaybookQuestion("count errors", Role.LEAF, 1, 1)))
        .isEqualTo("a leaf");
    assertThat(text(playbook, root("count errors", 2))).isEqualTo("step two");
    assertThat(text(playbook, root("count errors", 3))).isEqualTo("any step");
    assertThat(text(playbook, root("count warnings", 2))).isEqualTo("otherwise");
  }

  @Test
  void groupsOfTheRegexStandInTheReply() {
    Playbook playbook =
        Playbook.parse(
            "p.yaml",
            """
            clauses:
              - match: "take"
                regex: "(?s)item (\\\\d+)(x)?"
                reply: 'FINAL("${1}${2}" + `${name}` + "${0}")'
            """);

    assertThat(text(playbook, root("take\nitem 42 now", 1)))
        .isEqualTo("FINAL(\"42\" + `${name}` + \"item 42\")");
    assertThat(text(playbook, root("item 42", 1))).isEqualTo("unscripted");
  }

  @Test
  void aReplyWithoutRegexStandsAsItIs() {
    Playbook playbook =
        Playbook.parse("p.yaml", "clauses: [{match: a, reply: 'x ${1} ${0} \\u0041 $1'}]");

    assertThat(text(playbook, root("a", 1))).isEqualTo("x ${1} ${0} \\u0041 $1");
  }

  @Test
  void anErrorWithoutACountHitsEveryAttempt() {
    Playbook playbook =
        Playbook.parse("p.yaml", "clauses: [{match: a, error: rate-limit, delay: 1.5s}]");

    assertThat(playbook.answer(new PlaybookQuestion("a", Role.ROOT, 1, 99)))
        .isEqualTo(new PlaybookAnswer.Fault(ScriptedError.RATE_LIMIT, 1, Duration.ofMillis(1500)));
  }

  @Test
  void jsonIsReadToo(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("p.json");
    Files.writeString(
        file,
        """
        {
        \t"clauses": [ { "match": "a", "delay": "200ms", "reply": "b" } ]
        }
        """);

    assertThat(Playbook.read(file).answer(root("a", 1)))
        .isEqualTo(new PlaybookAnswer.Reply("b", Usage.UNKNOWN, Duration.ofMillis(200)));
  }

  @Test
  void thousandsOfQuestionsAreAnsweredInAMoment() {
    StringBuilder text = new StringBuilder("clauses:\n");
    for (int i = 0; i < 50; i++) {
      text.append("  - {match: 'topic ").append(i).append(" ', reply: r}\n");
    }
    Playbook playbook = Playbook.parse("p.yaml", text + "  - {default: true, reply: last}\n");
    long before = System.nanoTime();

    for (int i = 0; i < 20_000; i++) {
      assertThat(text(playbook, root("a question about nothing in particular", 1)).length())
          .isEqualTo(4);
    }

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(4));
  }

  /** Nested repetition, and alternatives that Java's expressions look at by recursion. */
  @Test
  void anExpressionThatNeverEndsIsGivenUp() {
    var nested =
        Playbook.parse(
            "p", "clauses: [{regex: '^(a|aa)+\\1b$', reply: x}, {default: true, reply: y}]");
    var deep =
        Playbook.parse("p", "clauses: [{regex: '^(a|b)*$', reply: x}, {default: true, reply: y}]");

    assertThat(text(nested, root("a".repeat(60), 1))).isEqualTo("endless 1");
    assertThat(text(nested, root("aab", 1))).isEqualTo("x");
    assertThat(text(deep, root("ab".repeat(200_000), 1))).isEqualTo("endless 1");
  }
}
