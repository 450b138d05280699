package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.proof.StubCollector.Told;
import dev.fractal.protocol.TurnOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A turn with leaves, a child and a grandchild is one trace, and says nothing of its content. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TracesTest {
  private static final String BOOK =
      """
      clauses:
        - regex: "^Fail"
          role: root
          reply: "```js\\nnobody.knows(secretCode);\\n```"
        - match: "Deeper"
          reply: |
            ```js
            FINAL("secret-value-" + await lm("secret-input", "leaf below"))
            ```
        - match: "Deep"
          reply: |
            ```js
            FINAL((await rlm("Deeper secret-task")).value)
            ```
        - match: "leaf"
          usage: {input: 10, output: 2, cached: 4, cost-usd: 0.0001}
          reply: "secret-answer"
        - match: "Begin"
          usage: {input: 800, output: 120, cached: 300, cost-usd: 0.0014}
          reply: |
            ```js
            let secretVariable = await mapLm(["secret-a", "secret-b"], "leaf each");
            ```
            ```js
            const child = await rlm("Deep secret-task");
            FINAL(child.value)
            ```
      """;

  private StubCollector collector;
  private TracedNode node;
  private List<Told> spans;

  @BeforeAll
  void runTurns(@TempDir Path directory) throws IOException {
    collector = StubCollector.start(0);
    node = TracedNode.start(directory, collector.endpoint(), BOOK);
    assertThat(node.turn("one", "Begin secret-message").outcome())
        .isInstanceOf(TurnOutcome.Finished.class);
    assertThat(node.turn("two", "Unknown to the playbook").outcome())
        .isInstanceOf(TurnOutcome.Aborted.class);
    collector.spansOf("one");
    spans = collector.spansOf("two");
  }

  @AfterAll
  void stop() {
    node.close();
    collector.close();
  }

  private Told root(String session) {
    return spans.stream()
        .filter(span -> span.parent().isEmpty() && span.session().equals(session))
        .findFirst()
        .orElseThrow();
  }

  private Told named(String id) {
    return spans.stream().filter(span -> span.span().equals(id)).findFirst().orElseThrow();
  }

  private List<Told> below(Told span) {
    return spans.stream().filter(each -> each.parent().equals(span.span())).toList();
  }

  private Told only(Told above, String name) {
    var found = below(above).stream().filter(span -> span.name().equals(name)).toList();
    assertThat(found).as(name + " below " + above).hasSize(1);
    return found.getFirst();
  }

  @Test
  void aTurnWithItsLeavesAndDescendantsIsOneTrace() {
    var root = root("one");
    var trace = spans.stream().filter(span -> span.trace().equals(root.trace())).toList();
    assertThat(trace.stream().map(Told::session).distinct()).hasSize(3);
    assertThat(trace.stream().filter(span -> span.parent().isEmpty())).containsExactly(root);
    assertThat(trace.stream().map(Told::span).distinct()).hasSameSizeAs(trace);
    assertThat(trace.stream().map(Told::node).distinct()).containsExactly("the-node");
    assertThat(trace.stream().collect(Collectors.groupingBy(Told::name, Collectors.counting())))
        .isEqualTo(Map.of("invoke_agent", 3L, "chat book.yaml", 6L, "execute_tool repl", 4L));
    assertThat(spans.stream().map(Told::trace).distinct()).hasSize(2);
  }

  @Test
  void spansHangWhereTheirCallsWereMade() {
    var root = root("one");
    var cells =
        below(root).stream().filter(span -> span.name().equals("execute_tool repl")).toList();
    assertThat(cells).extracting(cell -> cell.attribute("fractal.cell")).containsExactly(0L, 1L);
    assertThat(below(root)).hasSize(3);
    assertThat(below(cells.getFirst()))
        .hasSize(2)
        .allSatisfy(
            leaf -> {
              assertThat(leaf.name()).isEqualTo("chat book.yaml");
              assertThat(leaf.attribute("fractal.role")).isEqualTo("leaf");
            });
    var child = only(cells.getLast(), "invoke_agent");
    assertThat(child.attribute("fractal.depth")).isEqualTo(1L);
    var grandchild = only(only(child, "execute_tool repl"), "invoke_agent");
    assertThat(grandchild.attribute("fractal.depth")).isEqualTo(2L);
    assertThat(only(only(grandchild, "execute_tool repl"), "chat book.yaml").parent()).isNotEmpty();
  }

  @Test
  void spansLieWithinTheOnesAbove() {
    assertThat(spans)
        .filteredOn(span -> !span.parent().isEmpty())
        .allSatisfy(
            span -> {
              var above = named(span.parent()).raw();
              assertThat(span.raw().getStartTimeUnixNano())
                  .isBetween(above.getStartTimeUnixNano(), above.getEndTimeUnixNano());
              assertThat(span.raw().getEndTimeUnixNano())
                  .isBetween(span.raw().getStartTimeUnixNano(), above.getEndTimeUnixNano());
            });
  }

  @Test
  void attributesAreThoseOfTheConventions() {
    var root = root("one");
    assertThat(root.attributes())
        .containsEntry("gen_ai.operation.name", "invoke_agent")
        .containsEntry("gen_ai.conversation.id", "one")
        .containsEntry("gen_ai.provider.name", "playbook")
        .containsEntry("gen_ai.usage.input_tokens", 820L)
        .containsEntry("gen_ai.usage.output_tokens", 124L)
        .containsEntry("fractal.turn", 1L)
        .containsEntry("fractal.steps", 1L)
        .containsEntry("fractal.outcome", "final")
        .doesNotContainKey("error.type");
    assertThat(only(root, "chat book.yaml").attributes())
        .containsEntry("gen_ai.operation.name", "chat")
        .containsEntry("gen_ai.request.model", "book.yaml")
        .containsEntry("gen_ai.usage.input_tokens", 800L)
        .containsEntry("gen_ai.usage.cache_read.input_tokens", 300L)
        .containsEntry("gen_ai.usage.output_tokens", 120L)
        .containsEntry("fractal.cost.usd", 0.0014)
        .containsEntry("fractal.call", "one/t1/s1")
        .containsEntry("fractal.role", "root");
  }

  @Test
  void aFailureIsNamedAndNotQuoted() {
    var failed = root("two");
    assertThat(failed.failed()).isTrue();
    assertThat(failed.attribute("fractal.outcome")).isEqualTo("error");
    assertThat(failed.attribute("error.type")).isEqualTo("ModelBadRequest");
    assertThat(failed.raw().getStatus().getMessage()).isEmpty();
    var call = only(failed, "chat book.yaml");
    assertThat(call.failed()).isTrue();
    assertThat(call.attribute("error.type")).isEqualTo("ModelBadRequest");
  }

  @Test
  void nothingThatWasWrittenIsTold() {
    assertThat(collector.text())
        .contains("gen_ai.conversation.id")
        .doesNotContainIgnoringCase("secret");
  }
}
