package dev.fractal.model;

import static dev.fractal.model.ModelRequests.UNHEARD;
import static dev.fractal.model.ModelRequests.failure;
import static dev.fractal.model.ModelRequests.reply;
import static dev.fractal.model.ModelRequests.root;
import static dev.fractal.model.ModelRequests.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.ModelCallException.Kind;
import dev.fractal.model.ModelRequest.Role;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every adapter does, told with a playbook that stands for the model behind it. */
public abstract class ModelClientContract {
  protected ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

  @BeforeEach
  void startTheTimer() {
    timer.shutdownNow();
    timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("test-timer").factory());
  }

  @AfterEach
  void stopTheTimer() {
    timer.shutdownNow();
  }

  /** An adapter whose model answers as the playbook says. */
  protected abstract ModelClient client(String playbook);

  /** What the adapter tells of a reply's cached tokens, if its provider has a word for them. */
  protected Quantity cached(long tokens) {
    return Quantity.of(tokens);
  }

  @Test
  void aReplyArrivesWithItsUsage() {
    ModelClient client =
        client(
            """
            clauses:
              - match: hello
                usage: {input: 900, output: 40, cached: 700, cost-usd: 0.0021}
                reply: well met, stranger
            """);

    ModelReply reply = reply(client.complete(root("hello there"), UNHEARD));

    assertThat(reply)
        .isEqualTo(
            new ModelReply(
                "well met, stranger",
                new Usage(
                    Quantity.of(900),
                    Quantity.of(40),
                    cached(700),
                    Quantity.of(new BigDecimal("0.0021"))),
                0));
  }

  @Test
  void theDeltasJoinToTheReply() {
    ModelClient client =
        client(
            "clauses: [{default: true, reply: \"one two\\n```js\\nFINAL(`${1}`) // ü😀\\n```\"}]");
    List<String> deltas = Collections.synchronizedList(new ArrayList<>());

    ModelReply reply = reply(client.complete(root("go"), deltas::add));

    assertThat(reply.text()).isEqualTo("one two\n```js\nFINAL(`${1}`) // ü😀\n```");
    assertThat(String.join("", deltas)).isEqualTo(reply.text());
  }

  @Test
  void usageThatIsNotReportedIsUnknown() {
    ModelClient client = client("clauses: [{default: true, reply: x}]");

    assertThat(reply(client.complete(root("go"), UNHEARD)).usage()).isEqualTo(Usage.UNKNOWN);
  }

  @Test
  void usageThatIsPartlyReportedIsUnknownForTheRest() {
    ModelClient client = client("clauses: [{default: true, reply: x, usage: {input: 12}}]");

    assertThat(reply(client.complete(root("go"), UNHEARD)).usage())
        .isEqualTo(
            new Usage(Quantity.of(12), Quantity.unknown(), Quantity.unknown(), Quantity.unknown()));
  }

  @ParameterizedTest
  @CsvSource({
    "rate-limit, RATE_LIMIT, true",
    "server-error, SERVER_ERROR, true",
    "bad-request, BAD_REQUEST, false"
  })
  void aRefusalHasItsKindAndLosesNothing(String error, Kind kind, boolean retryable) {
    ModelClient client = client("clauses: [{default: true, error: " + error + "}]");

    ModelCallException failure = failure(client.complete(root("go"), UNHEARD));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.kind().retryable()).isEqualTo(retryable);
    assertThat(failure.lost()).isZero();
    assertThat(failure.getMessage()).doesNotContain("\n").isNotBlank();
  }

  @Test
  void theFirstAttemptsFailAndTheNextOneAnswers() {
    ModelClient client =
        client("clauses: [{default: true, error: server-error, failures: 2, reply: at last}]");

    assertThat(failure(client.complete(root("go"), UNHEARD)).kind()).isEqualTo(Kind.SERVER_ERROR);
    assertThat(failure(client.complete(root("go").withAttempt(2), UNHEARD)).kind())
        .isEqualTo(Kind.SERVER_ERROR);
    assertThat(reply(client.complete(root("go").withAttempt(3), UNHEARD)).text())
        .isEqualTo("at last");
  }

  @Test
  void aMessageThatNothingAnswersIsABadRequest() {
    ModelClient client = client("clauses: [{match: something else, reply: x}]");

    assertThat(failure(client.complete(root("go"), UNHEARD)).kind()).isEqualTo(Kind.BAD_REQUEST);
  }

  @Test
  void aModelThatStaysSilentRunsIntoTheDeadlineAndMayHaveSpentMoney() {
    ModelClient client = client("clauses: [{default: true, error: timeout}]");

    ModelCallException failure =
        failure(client.complete(within(root("go"), Duration.ofMillis(600)), UNHEARD));

    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.lost()).isEqualTo(1);
    assertThat(failure.getMessage()).contains("600 ms");
  }

  @Test
  void aReplyThatComesAfterTheDeadlineDoesNotArrive() {
    ModelClient client = client("clauses: [{default: true, delay: 30s, reply: x}]");

    assertThat(failure(client.complete(within(root("go"), Duration.ofMillis(300)), UNHEARD)).kind())
        .isEqualTo(Kind.TIMEOUT);
  }

  @Test
  void aDelayedReplyArrives() {
    ModelClient client = client("clauses: [{default: true, delay: 50ms, reply: x}]");
    long before = System.nanoTime();

    assertThat(reply(client.complete(root("go"), UNHEARD)).text()).isEqualTo("x");
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(49));
  }

  @Test
  void aCancelledCallEndsAtOnceAndTheNextOneWorks() {
    ModelClient client =
        client("clauses: [{match: slow, delay: 30s, reply: x}, {default: true, reply: y}]");

    CompletableFuture<ModelReply> call = client.complete(root("slow"), UNHEARD);
    call.cancel(true);

    Assertions.assertThatThrownBy(call::join).isInstanceOf(CancellationException.class);
    assertThat(reply(client.complete(root("fast", 2), UNHEARD)).text()).isEqualTo("y");
  }

  @Test
  void threeHundredWaitingCallsHoldNoThreads() {
    ModelClient client = client("clauses: [{default: true, delay: 300ms, reply: x}]");
    int before = ManagementFactory.getThreadMXBean().getThreadCount();
    List<CompletableFuture<ModelReply>> calls = new ArrayList<>();

    for (int i = 0; i < 300; i++) {
      CallKey key = new CallKey("s/t1/s1/c0/h" + i);
      calls.add(client.complete(ModelRequests.request(key, Role.LEAF, 1, "go"), UNHEARD));
    }
    int during = ManagementFactory.getThreadMXBean().getThreadCount();

    assertThat(calls).allSatisfy(call -> assertThat(reply(call).text()).isEqualTo("x"));
    assertThat(during - before).isLessThan(20);
  }
}
