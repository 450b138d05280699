package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.node.LocalNode;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.CellReport.Ending;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hostile cells in a whole node: each is a failure of its own, and the session goes on. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LimitsTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final String BEFORE = "{\"kept\":41,\"list\":[1,2,3]}";
  private GraalKernelFactory kernels;
  private LocalNode node;
  private Conversation talk;
  private int sessions;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    var config =
        ConfigFactory.parseMap(
                Map.of(
                    "fractal.store.h2.directory",
                    directory.resolve("data").toString(),
                    "fractal.kernel.limits.cpu-time",
                    LIMIT.toSeconds() + "s",
                    "fractal.kernel.limits.allocation",
                    "128 MiB",
                    "fractal.kernel.limits.output",
                    100_000))
            .withFallback(ConfigFactory.load("local"));
    kernels = new GraalKernelFactory(KernelConfig.limits(config));
    node = LocalNode.start(config, kernels);
    talk = Conversation.with(node, directory, "{kept, list}");
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "while(true){}|CPU time",
        "for(;;){try{for(;;){}}finally{continue}}|CPU time",
        "(function f(){ Promise.resolve().then(f) })()|",
        "let a=[1]; for(;;) a=a.concat(a)|`held more|CPU time`",
        "for(;;) console.log('x'.repeat(1000000))|print",
      })
  void aCellThatBreaksALimitIsRolledBack(String cell, String words) {
    var evaluated = hostile("kept = 0; list.push(4); " + cell);

    assertThat(evaluated.cells()).hasSize(1);
    var report = evaluated.cells().getFirst();
    assertThat(report.ending()).isEqualTo(Ending.LIMIT);
    assertThat(report.detail()).containsPattern("(?i)" + (words == null ? "" : words));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'x'.padEnd(2**29)|RangeError: Invalid string length",
        "console.log('x'.repeat(2**30))|RangeError: Invalid string length",
        "(function deep(n) { return 1 + deep(n + 1) })(0)|RangeError: Maximum call stack size",
        "await new Promise(() => {})|the cell waits for a promise that nothing can settle",
      })
  void aCellThatAsksTooMuchThrows(String cell, String error) {
    var evaluated = hostile(cell);

    assertThat(evaluated.cells()).hasSize(1);
    var report = evaluated.cells().getFirst();
    assertThat(report.ending()).isEqualTo(Ending.THREW);
    assertThat(report.detail()).contains(error);
  }

  @Test
  void theFirstFinalCannotBeSwallowed() {
    var session = fresh();

    assertThat(talk.value(session, "try { FINAL(1) } catch (e) {} finally { FINAL(2) }"))
        .isEqualTo("1");
  }

  /** Evaluates a cell in a session with two variables, which must be there afterwards. */
  private CellsEvaluated hostile(String cell) {
    var session = fresh();
    talk.value(session, "let kept = 41; const list = [1, 2, 3]; FINAL(0)");

    assertThat(talk.value(session, cell)).isEqualTo(BEFORE);

    assertThat(talk.value(session, "FINAL({kept, list})")).isEqualTo(BEFORE);
    var evaluated = event(session, CellsEvaluated.class);
    var took = Duration.between(event(session, ModelReplied.class).at(), evaluated.at());
    assertThat(took).isLessThan(LIMIT.plus(GRACE));
    return evaluated;
  }

  private SessionId fresh() {
    return talk.fresh("s" + ++sessions);
  }

  /** The event of its type in the first step of the second turn. */
  private <E extends SessionEvent> E event(SessionId session, Class<E> type) {
    return node.store().journal().read(session, 1, Long.MAX_VALUE).stream()
        .map(entry -> entry.event())
        .dropWhile(e -> !(e instanceof SessionEvent.TurnOpened opened) || opened.turn() < 2)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst()
        .orElseThrow();
  }
}
