package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.node.LocalNode;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.budget.OnBudget;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.budget.Wish;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.spec.Derivation;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trees that share a budget on a real node. Every model call costs 0.01 USD. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BudgetTest {
  private static final String PLAYBOOK =
      """
      clauses:
        - regex: "(?s)SLOW"
          role: child
          delay: 60s
          usage: {input: 100, output: 10, cached: 0, cost-usd: 0.01}
          reply: "```js\\nFINAL('late')\\n```"
        - regex: "(?s)^CELL (.*) END"
          role: root
          usage: {input: 100, output: 10, cached: 0, cost-usd: 0.01}
          reply: "```js\\n${1}\\n```"
        - default: true
          usage: {input: 100, output: 10, cached: 0, cost-usd: 0.01}
          reply: "```js\\nFINAL('done')\\n```"
      """;

  private LocalNode node;
  private ModelChoice model;
  private int sessions;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    var playbook = directory.resolve("playbook.yaml");
    Files.writeString(playbook, PLAYBOOK);
    model = ModelChoice.all("playbook:" + playbook);
    node = InProcess.start(directory, Map.of());
  }

  @AfterAll
  void stop() {
    node.close();
  }

  @Test
  void fiftyRacingChildrenStayWithinTenCents() throws IOException {
    var root = fresh(Map.of("usd", new BigDecimal("0.10")));
    var tasks = "Array.from({length: 50}, (_, i) => 'task ' + i)";

    var result = turn(root, "FINAL({slots: await mapRlm(" + tasks + "), left: budget()})");

    var slots = value(result).path("slots");
    assertThat(slots).hasSize(50);
    assertThat(slots).filteredOn(slot -> !slot.path("failed").asBoolean()).hasSize(8);
    assertThat(slots)
        .filteredOn(slot -> slot.path("failed").asBoolean())
        .allSatisfy(slot -> assertThat(slot.path("error").asText()).contains("US dollars"));
    assertThat(value(result).path("left").path("usd").decimalValue()).isEqualByComparingTo("0.01");
    assertThat(paid(root)).isEqualByComparingTo("0.09");
    assertThat(result.tree().usd()).isEqualTo(Quantity.of(new BigDecimal("0.09")));
    assertThat(result.tree().counted().sessions()).isEqualByComparingTo("9");
  }

  @Test
  void aCancelledTreeIsEndedAndRefundedOnce() {
    var root = fresh(Map.of("usd", 1, "sessions", 20));
    var request = TurnRequest.of("r", "CELL await mapRlm(['SLOW a', 'SLOW b', 'SLOW c']) END");
    var accepted = (TurnAccepted) await(node.sessions().submit(root, request, IfBusy.QUEUE));
    until(() -> children(root).size() == 3);

    await(node.sessions().cancel(root, accepted.turn()));
    until(() -> events(root).filter(BudgetSettled.class::isInstance).count() == 3);

    var granted =
        events(root)
            .filter(BudgetGranted.class::isInstance)
            .flatMap(event -> ((BudgetGranted) event).grants().stream())
            .toList();
    assertThat(granted).hasSize(3);
    var settled = events(root).filter(BudgetSettled.class::isInstance);
    assertThat(settled.map(event -> ((BudgetSettled) event).child()).distinct()).hasSize(3);
    for (var child : children(root)) {
      assertThat(ends(child)).containsExactly(TurnStatus.CANCELLED);
    }
    var left = value(turn(root, "FINAL(budget())")).path("sessions").asInt();
    assertThat(left).as("20, less itself and three children").isEqualTo(16);
  }

  @Test
  void aChildThatAPersonCancelsIsAFailedLaneAndItsSiblingsGoOn() {
    var root = fresh(Map.of("usd", 1, "sessions", 20));
    var request =
        TurnRequest.of(
            "r",
            "CELL const e = await mapRlm(['SLOW a', 'b']); FINAL({e, left: budget().sessions})"
                + " END");
    var accepted = (TurnAccepted) await(node.sessions().submit(root, request, IfBusy.QUEUE));
    until(() -> children(root).size() == 2);
    var slow = children(root).stream().filter(child -> isSlow(child)).findFirst().orElseThrow();

    await(node.sessions().cancelChild(root, slow));

    var settled = await(node.sessions().await(root, accepted.turn(), Duration.ofSeconds(60)));
    var value = value(((TurnSettled) settled).result());
    assertThat(value.path("e").path(0).path("failed").asBoolean()).isTrue();
    assertThat(value.path("e").path(0).path("error").asText()).contains("cancelled");
    assertThat(value.path("e").path(1).path("value").asText()).isEqualTo("done");
    assertThat(value.path("left").asInt()).isEqualTo(17);
  }

  private boolean isSlow(SessionId child) {
    until(() -> events(child).anyMatch(SessionEvent.TurnOpened.class::isInstance));
    return events(child)
        .filter(SessionEvent.TurnOpened.class::isInstance)
        .map(event -> ((SessionEvent.TurnOpened) event).request().message())
        .anyMatch(message -> node.payloads().text(message).contains("SLOW"));
  }

  @Test
  void aBudgetThatRunsOutEndsTheTurnAtAWreckageHead() {
    var root = fresh(Map.of("calls", 1));

    var result = turn(root, "let kept = 1;");

    assertThat(result.outcome().terminal()).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(((TurnOutcome.Aborted) result.outcome()).reason().message()).contains("model calls");
    assertThat(result.head()).isPresent();
  }

  /** 50 lanes and money for 10 calls: what is in flight ends, and one question is open. */
  @Test
  void fiftyLanesStandStillAndGoOnAtTheirAwaitsWithTheRaise() {
    var root = asking("0.10");
    var lanes = "Array.from({length: 50}, async (_, i) => [i, await lm('lane ' + i)])";
    var accepted = submit(root, "FINAL((await Promise.all(" + lanes + ")).length)");
    until(() -> asks(root).size() == 1);
    assertThat(used(root)).isEqualByComparingTo("0.10");
    assertThat(status(root)).isEqualTo(SessionStatus.WAITING);

    assertThat(await(node.sessions().raise(root, Raise.usd("1"), "kim"))).isInstanceOf(Done.class);

    var result = settled(root, accepted.turn());
    assertThat(value(result).asInt()).isEqualTo(50);
    assertThat(result.spend().replies()).as("nothing is paid for twice").isEqualTo(51);
    assertThat(result.tree().usd()).isEqualTo(Quantity.of(new BigDecimal("0.51")));
    assertThat(asks(root)).as("nobody was asked again").hasSize(1);
  }

  /** Children that were granted nothing wait, those that run come to their ends. */
  @Test
  void fiftyChildrenStandStillAndTheirSpendAddsUp() {
    var root = asking("0.10");
    var tasks = "Array.from({length: 50}, (_, i) => 'task ' + i)";
    var accepted =
        submit(root, "FINAL((await mapRlm(" + tasks + ")).filter(e => !e.failed).length)");
    until(() -> asks(root).size() == 1);
    assertThat(paid(root)).isEqualByComparingTo("0.09");

    await(node.sessions().raise(root, Raise.usd("2"), "kim"));

    var result = settled(root, accepted.turn());
    assertThat(value(result).asInt()).isEqualTo(50);
    assertThat(paid(root)).isEqualByComparingTo("0.51");
    assertThat(result.tree().usd()).isEqualTo(Quantity.of(new BigDecimal("0.51")));
  }

  @Test
  void aTurnWhoseQuestionIsDeclinedEndsAsWithoutOne() {
    var root = asking("0.01");
    var accepted = submit(root, "let kept = 1;");
    until(() -> asks(root).size() == 1);
    var ask = asks(root).getFirst();
    var id = new AskId(root, ask.turn(), ask.step(), ask.cell(), ask.call());

    await(node.sessions().answer(id, new AskReply(new AskReply.Decline("enough"), "kim")));

    var result = settled(root, accepted.turn());
    assertThat(result.outcome().terminal()).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(result.head()).isPresent();
  }

  @Test
  void theDeadlineOfTheBudgetEndsWhatWaitsForMore() {
    var root = new SessionId("b" + ++sessions);
    var soon = Instant.now().plusSeconds(3).toString();
    var budget = Wish.read(Map.of("usd", new BigDecimal("0.01"), "deadline", soon));
    var spec = node.spec(model, Profile.DEFAULT).with(budget);
    await(node.sessions().start(root, spec.with(BudgetPolicy.USUAL.with(OnBudget.ASK))));

    var result = settled(root, submit(root, "let kept = 1;").turn());

    assertThat(asks(root)).hasSize(1);
    assertThat(((TurnOutcome.Aborted) result.outcome()).reason().type())
        .isEqualTo("DeadlineExceeded");
  }

  private SessionId asking(String usd) {
    var session = new SessionId("b" + ++sessions);
    var spec =
        node.spec(model, Profile.DEFAULT).with(Wish.read(Map.of("usd", new BigDecimal(usd))));
    await(node.sessions().start(session, spec.with(BudgetPolicy.USUAL.with(OnBudget.ASK))));
    return session;
  }

  private List<SessionEvent.AskOpened> asks(SessionId session) {
    return events(session)
        .filter(SessionEvent.AskOpened.class::isInstance)
        .map(SessionEvent.AskOpened.class::cast)
        .toList();
  }

  /** What the journal of a session alone was paid, leaves included. */
  private BigDecimal used(SessionId session) {
    var leaves =
        events(session)
            .filter(SessionEvent.HostCallsCompleted.class::isInstance)
            .flatMap(event -> ((SessionEvent.HostCallsCompleted) event).results().stream())
            .map(result -> result.spend().usage().usd())
            .filter(Quantity.Known.class::isInstance)
            .map(usd -> ((Quantity.Known) usd).amount())
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    return leaves.add(paid(session));
  }

  private SessionStatus status(SessionId session) {
    return ((Described) await(node.sessions().describe(session))).status();
  }

  @Test
  void aForkFromTheWreckageGoesOnWithANewBudget() {
    var root = fresh(Map.of("calls", 1));
    var wreck = turn(root, "let kept = 41;");
    var fork = new SessionId("fork-of-" + root);
    var derivation =
        new Derivation.Fork(
            root, wreck.head(), Optional.empty(), Optional.empty(), Wish.read(Map.of("calls", 5)));

    await(node.sessions().fork(fork, derivation));
    var result = turn(fork, "FINAL([kept + 1, budget().calls])");

    assertThat(value(result)).extracting(JsonNode::asInt).containsExactly(42, 4);
  }

  @Test
  void aChildsWishIsTakenFromItsGrant() {
    var root = fresh(Map.of("usd", 1, "calls", 100));

    var result =
        turn(root, "await rlm('one', {budget: {usd: 0.02, calls: 5}}); FINAL(budget().calls)");

    assertThat(value(result).asInt()).isEqualTo(98);
    var child = children(root).getFirst();
    var spec = ((SessionEvent.SessionStarted) events(child).findFirst().orElseThrow()).spec();
    assertThat(spec.budget().usd().amount()).isEqualByComparingTo("0.02");
    assertThat(spec.budget().calls().amount()).isEqualByComparingTo("5");
  }

  @Test
  void aWishForMoreThanTheSessionHasIsRefused() {
    var root = fresh(Map.of("usd", 1));

    var result =
        turn(
            root,
            "let why; try { await rlm('one', {budget: {usd: 2}}) } catch (e) { why = e.message }"
                + " FINAL(why)");

    assertThat(value(result).asText()).contains("more US dollars than this session has");
    assertThat(children(root)).isEmpty();
  }

  private SessionId fresh(Map<String, Object> limits) {
    var session = new SessionId("b" + ++sessions);
    Budget budget = Wish.read(limits);
    await(node.sessions().start(session, node.spec(model, Profile.DEFAULT).with(budget)));
    return session;
  }

  private TurnResult turn(SessionId session, String cell) {
    return settled(session, submit(session, cell).turn());
  }

  private TurnAccepted submit(SessionId session, String cell) {
    var request = TurnRequest.of(cell, "CELL " + cell + " END");
    return (TurnAccepted) await(node.sessions().submit(session, request, IfBusy.QUEUE));
  }

  private TurnResult settled(SessionId session, int turn) {
    var settled = await(node.sessions().await(session, turn, Duration.ofSeconds(60)));
    return ((TurnSettled) settled).result();
  }

  private JsonNode value(TurnResult result) {
    assertThat(result.outcome()).isInstanceOf(TurnOutcome.Finished.class);
    var outcome = (TurnOutcome.Finished) result.outcome();
    try {
      return new JsonMapper().readTree(node.payloads().text(outcome.value()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What the replies in a tree's journals cost. */
  private BigDecimal paid(SessionId root) {
    return Stream.concat(Stream.of(root), children(root).stream())
        .flatMap(this::events)
        .filter(ModelReplied.class::isInstance)
        .map(event -> ((Quantity.Known) ((ModelReplied) event).usage().usd()).amount())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private List<TurnStatus> ends(SessionId session) {
    return events(session)
        .filter(TurnEnded.class::isInstance)
        .map(event -> ((TurnEnded) event).outcome().terminal())
        .toList();
  }

  private List<SessionId> children(SessionId root) {
    return node.store().journal().sessions().stream()
        .filter(session -> session.value().startsWith(root + "~"))
        .toList();
  }

  private Stream<SessionEvent> events(SessionId session) {
    return node.store().journal().read(session, 1, Long.MAX_VALUE).stream()
        .map(entry -> entry.event());
  }

  private static void until(BooleanSupplier holds) {
    var deadline = Instant.now().plusSeconds(60);
    while (!holds.getAsBoolean()) {
      assertThat(Instant.now()).isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static SessionReply await(CompletionStage<SessionReply> reply) {
    return reply.toCompletableFuture().join();
  }
}
