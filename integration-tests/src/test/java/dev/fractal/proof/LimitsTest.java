package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.node.LocalNode;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.event.CellReport.Ending;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
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
  private static final String PLAYBOOK =
      """
      clauses:
        - {regex: "(?s)CELL (.*) END", step: 1, reply: "```js\\n${1}\\n```"}
        - {default: true, reply: "```js\\nFINAL({kept, list})\\n```"}
      """;

  private GraalKernelFactory kernels;
  private LocalNode node;
  private ModelChoice model;
  private int sessions;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    var playbook = directory.resolve("playbook.yaml");
    Files.writeString(playbook, PLAYBOOK);
    model = ModelChoice.all("playbook:" + playbook);
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

    assertThat(turn(session, "CELL try { FINAL(1) } catch (e) {} finally { FINAL(2) } END"))
        .isEqualTo("1");
  }

  /** Evaluates a cell in a session with two variables, which must be there afterwards. */
  private CellsEvaluated hostile(String cell) {
    var session = fresh();
    turn(session, "CELL let kept = 41; const list = [1, 2, 3]; FINAL(0) END");

    assertThat(turn(session, "CELL " + cell + " END")).isEqualTo(BEFORE);

    assertThat(turn(session, "still there?")).isEqualTo(BEFORE);
    var evaluated = event(session, CellsEvaluated.class);
    var took = Duration.between(event(session, ModelReplied.class).at(), evaluated.at());
    assertThat(took).isLessThan(LIMIT.plus(GRACE));
    return evaluated;
  }

  private SessionId fresh() {
    var session = new SessionId("s" + ++sessions);
    await(node.sessions().start(session, node.spec(model, Profile.DEFAULT)));
    return session;
  }

  private String turn(SessionId session, String message) {
    var request = TurnRequest.of(message, message);
    var accepted = (TurnAccepted) await(node.sessions().submit(session, request, IfBusy.QUEUE));
    var settled =
        (TurnSettled)
            await(node.sessions().await(session, accepted.turn(), Duration.ofSeconds(60)));
    assertThat(settled.result().outcome()).isInstanceOf(TurnOutcome.Finished.class);
    var outcome = (TurnOutcome.Finished) settled.result().outcome();
    return node.payloads().text(outcome.value());
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

  private static SessionReply await(CompletionStage<SessionReply> reply) {
    return reply.toCompletableFuture().join();
  }
}
