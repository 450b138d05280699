package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.node.LocalNode;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.command.SessionReply.TurnSettled;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.spec.SessionSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells that ask for children with more than their session has: they get a refusal or nothing. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WideningTest {
  private static final String PLAYBOOK =
      """
      clauses:
        - {regex: "(?s)CELL (.*) END", step: 1, reply: "```js\\n${1}\\n```"}
        - {default: true, reply: "```js\\nFINAL('no cell')\\n```"}
      """;

  private LocalNode node;
  private ModelChoice model;
  private int sessions;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    var playbook = directory.resolve("playbook.yaml");
    Files.writeString(playbook, PLAYBOOK);
    model = ModelChoice.all("playbook:" + playbook);
    node = InProcess.start(directory, Map.of("fractal.session.directory", directory.toString()));
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
        "{capability: 'trusted'}|the option 'capability' is an object of gates",
        "{capability: {shell: 'allow'}}|may only tighten the gate 'shell'",
        "{capability: {read: ['/']}}|may only tighten the gate 'read'",
        "{capability: {host: 'allow'}}|may only tighten the gate 'host'",
        "{capability: {limits: {'max-depth': 99}}}|may only tighten the gate 'limits'",
        "{capability: {profile: 'trusted'}}|there is no gate 'profile'",
        "{profile: 'trusted'}|the option 'profile' can only tighten",
        "{profile: 'root'}|the option 'profile' can only tighten",
        "{profile: {toString: 'trusted'}}|the option 'profile' can only tighten",
        "{budget: 'unlimited'}|the option 'budget' is an object",
        "{budget: {usd: 'all'}}|the budget's 'usd' is a number",
        "{budget: {money: 1}}|a budget has no 'money'",
        "{model: 'openai:dearest'}|the option 'model' is one of",
        "{depth: 0}|rlm has no option 'depth'",
        "{sessionId: 'mine'}|rlm has no option 'sessionId'",
        "{parent: 'nobody'}|rlm has no option 'parent'",
        "{directory: '/'}|rlm has no option 'directory'",
        "{profile: 'default', toolsets: {}}|rlm has no option 'toolsets'",
        "'trusted'|the options of rlm are an object",
      })
  void anOptionThatWouldWidenIsRefusedByNameAndSpawnsNothing(String options, String words) {
    var root = fresh();

    var why =
        turn(
            root,
            "let why; try { await rlm('CELL FINAL(1) END', %s) } catch (e) { why = e.message }"
                    .formatted(options)
                + " FINAL(why ?? 'it was spawned');");

    assertThat(why.asText()).contains(words);
    assertThat(children(root)).isEmpty();
  }

  @Test
  void everyLaneOfAFanOutIsRefused() {
    var root = fresh();

    var slots = turn(root, "FINAL(await mapRlm(['a', 'b'], null, {capability: 'trusted'}))");

    assertThat(slots).hasSize(2);
    assertThat(slots)
        .allSatisfy(slot -> assertThat(slot.path("failed").asBoolean()).isTrue())
        .allSatisfy(slot -> assertThat(slot.path("error").asText()).contains("'capability'"));
    assertThat(children(root)).isEmpty();
  }

  @Test
  void fieldsOfATaskAreTextForTheChildAndNothingElse() {
    var root = fresh();

    var session =
        turn(
            root,
            "const e = await rlm({task: 'CELL FINAL(typeof sh) END', capability: 'trusted',"
                + " profile: 'trusted', budget: {usd: 1000}, depth: 0, sessionId: 'mine'});"
                + " FINAL([e.session, e.value]);");

    var child = new SessionId(session.path(0).asText());
    assertThat(child.value()).startsWith(root + "~");
    assertThat(session.path(1).asText()).isEqualTo("undefined");
    assertThat(spec(child).descent().depth()).isEqualTo(1);
    assertThat(spec(child).descent().parent()).contains(root);
    assertThat(spec(child).authority()).isEqualTo(spec(root).authority());
    assertThat(started(new SessionId("mine"))).isEmpty();
  }

  @Test
  void whatAChildHasLostNoDescendantGetsBack() {
    var root = fresh();

    var why =
        turn(
            root,
            """
            const child = `CELL let why = [typeof readFile];
              try { await readFile("playbook.yaml") } catch (e) { why.push(e.name) }
              try { await rlm("x", {capability: {read: ["."]}}) } catch (e) { why.push(e.message) }
              const deeper = {capability: {limits: {"max-depth": 4}}};
              try { await rlm("x", deeper) } catch (e) { why.push(e.message) }
              FINAL(why) END`;
            FINAL((await rlm(child, {capability: {read: 'deny', limits: {'max-depth': 2}}})).value);
            """);

    assertThat(why.path(0).asText()).isEqualTo("function");
    assertThat(why.path(1).asText()).isEqualTo("GateRefused");
    assertThat(why.path(2).asText()).contains("may only tighten the gate 'read'");
    assertThat(why.path(3).asText()).contains("may only tighten the gate 'limits'");
    var child = children(root).keySet().iterator().next();
    assertThat(spec(child).authority().capability().isAtMost(capability(root))).isTrue();
    assertThat(spec(child).authority().capability()).isNotEqualTo(capability(root));
  }

  @Test
  void aGrandchildUnderTheParentsProfileHasWhatTheChildHas() {
    var root = fresh();

    var read =
        turn(
            root,
            """
            const grand = 'CELL let why = "read"; try { await readFile("playbook.yaml") }'
              + ' catch (e) { why = e.name } FINAL(why) END';
            const child = 'CELL FINAL((await rlm(' + JSON.stringify(grand)
              + ', {profile: "default"})).value) END';
            FINAL((await rlm(child, {capability: {read: 'deny'}})).value);
            """);

    assertThat(read.asText()).isEqualTo("GateRefused");
  }

  @Test
  void aLockedDownChildHasNothing() {
    var root = fresh();

    var types =
        turn(
            root,
            "const e = await rlm('CELL FINAL([typeof lm, typeof rlm, typeof readFile]) END',"
                + " {profile: 'locked-down'}); FINAL(e.value);");

    assertThat(types).extracting(JsonNode::asText).containsOnly("undefined");
  }

  private SessionId fresh() {
    var session = new SessionId("s" + ++sessions);
    await(node.sessions().start(session, node.spec(model, Profile.DEFAULT)));
    return session;
  }

  /** The value of a turn of one cell. */
  private JsonNode turn(SessionId session, String cell) {
    var request = TurnRequest.of("r", "CELL " + cell + " END");
    var accepted = (TurnAccepted) await(node.sessions().submit(session, request, IfBusy.QUEUE));
    var settled =
        (TurnSettled)
            await(node.sessions().await(session, accepted.turn(), Duration.ofSeconds(60)));
    assertThat(settled.result().outcome()).isInstanceOf(TurnOutcome.Finished.class);
    var outcome = (TurnOutcome.Finished) settled.result().outcome();
    try {
      return new JsonMapper().readTree(node.payloads().text(outcome.value()));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private Map<SessionId, SessionSpec> children(SessionId root) {
    return node.store().journal().sessions().stream()
        .filter(session -> session.value().startsWith(root + "~"))
        .collect(Collectors.toMap(session -> session, this::spec));
  }

  private Capability capability(SessionId session) {
    return spec(session).authority().capability();
  }

  private SessionSpec spec(SessionId session) {
    return started(session).orElseThrow().spec();
  }

  private Optional<SessionStarted> started(SessionId session) {
    return node.store().journal().read(session, 1, 1).stream()
        .map(entry -> entry.event())
        .filter(SessionStarted.class::isInstance)
        .map(SessionStarted.class::cast)
        .findFirst();
  }

  private static SessionReply await(CompletionStage<SessionReply> reply) {
    return reply.toCompletableFuture().join();
  }
}
