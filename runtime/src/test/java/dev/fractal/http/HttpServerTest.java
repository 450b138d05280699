package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.http.routes.Health;
import dev.fractal.http.wire.Problems;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.view.SampleJournal;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class HttpServerTest {
  private HttpRig rig;

  @BeforeEach
  void start() {
    rig = HttpRig.start();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aLivingNodeIsAliveAndReady() {
    assertThat(rig.get("/health/alive").json().path("status").asText()).isEqualTo("alive");
    assertThat(rig.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void aFailedCheckMakesItNotReadyWithItsSentence() {
    rig.checks = List.of(new Health.Check("store", false, "it does not answer"));
    var answer = rig.get("/health/ready");

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("content-type")).contains("application/problem+json");
    assertThat(answer.kind()).isEqualTo("NotReady");
    assertThat(answer.json().path("detail").asText()).contains("it does not answer");
    assertThat(rig.get("/health/alive").status()).isEqualTo(200);
  }

  @Test
  void aSessionIsStartedWithWhatTheBodySays() {
    var answer =
        rig.post(
            "/v1/sessions",
            """
            {"sessionId":"s9","model":"a","leafModel":"b","profile":"locked-down",
             "maxDepth":0,"budget":{"usd":2.5},"tighten":{"read":"deny"}}
            """);

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("location")).contains("/v1/sessions/s9");
    assertThat(answer.body()).isEqualTo("{\"sessionId\":\"s9\",\"status\":\"idle\"}\n");
    assertThat(rig.checkedModels).containsExactly("a", "b");
    var spec = rig.sessions.started.getFirst();
    assertThat(spec.models()).isEqualTo(new ModelChoice("a", "a", "b"));
    assertThat(spec.authority().profile()).isEqualTo("locked-down");
    assertThat(spec.budget().usd().toString()).contains("2.5");
  }

  @Test
  void anEmptyBodyStartsASessionOfTheNodesModel() {
    assertThat(rig.post("/v1/sessions", "").status()).isEqualTo(201);
    assertThat(rig.sessions.started.getFirst().models()).isEqualTo(ModelChoice.all("test"));
  }

  @Test
  void theSameRequestIdNamesTheSameSession() {
    var once = rig.post("/v1/sessions", "{\"requestId\":\"k\"}").json();
    var again = rig.post("/v1/sessions", "{\"requestId\":\"k\"}").json();
    assertThat(again).isEqualTo(once);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"sessionId\":3}| field 'sessionId' is not a text",
        "{\"sessionId\":\"a b\"}| field 'sessionId' is unusable",
        "{\"profile\":\"root\"}| field 'profile' is unusable",
        "{\"maxDepth\":-1}| field 'maxDepth' is not a whole number",
        "{\"maxDepth\":1e99}| field 'maxDepth' is not a whole number",
        "{\"budget\":{\"gold\":1}}| a budget has no 'gold'",
        "{\"budget\":7}| field 'budget' is not an object",
        "{\"tighten\":{\"read\":null}}| field 'tighten' is unusable",
        "{\"nonsense\":1}| field 'nonsense' is unknown here",
        "{\"model\":\"bad:x\"}| model spec 'bad:x' is unknown",
        "[]| not an object",
        "{\"a\":1,\"a\":2}| Duplicate",
        "{\"a\":1} {}| not JSON",
        "{\"a\"| the body is not JSON at line 1"
      })
  void aBadStartIsRefusedWithASentenceThatNamesTheField(String body, String sentence) {
    var answer = rig.post("/v1/sessions", body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("detail").asText()).contains(sentence.strip());
    assertThat(rig.sessions.asked).isEmpty();
  }

  @Test
  void aWideProfileNeedsAuthentication() {
    var answer = rig.post("/v1/sessions", "{\"profile\":\"trusted\"}");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.kind()).isEqualTo("ProfileTooWide");
  }

  @Test
  void aTightenedGateMayNotBeWider() {
    var answer =
        rig.post("/v1/sessions", "{\"profile\":\"locked-down\",\"tighten\":{\"shell\":\"allow\"}}");
    assertThat(answer.kind()).isEqualTo("WiderThanProfile");
  }

  @Test
  void aTurnIsAcceptedAtOnceWithoutAWish() {
    var answer =
        rig.post(
            "/v1/sessions/s1/turns",
            "{\"message\":\"go\",\"requestId\":\"k\",\"inputs\":{\"doc\":\"text\"}}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("location")).contains("/v1/sessions/s1/turns/1");
    assertThat(answer.body())
        .isEqualTo("{\"status\":\"pending\",\"sessionId\":\"s1\",\"turnId\":1}\n");
    var request = rig.sessions.requests.getFirst();
    assertThat(request.requestId()).isEqualTo("k");
    assertThat(
            rig.store.payloads().get(Objects.requireNonNull(request.inputs().get("doc")).payload()))
        .isEqualTo("text");
  }

  @Test
  void aTurnThatEndsWithinTheWaitIsAnsweredWithItsResult() {
    var answer = rig.post("/v1/sessions/s1/turns", "{\"message\":\"go\",\"wait\":\"30s\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("value").asInt()).isEqualTo(42);
    assertThat(answer.json().fieldNames())
        .toIterable()
        .containsExactly(
            "status", "sessionId", "turnId", "value", "steps", "usage", "cost", "head", "error");
  }

  @Test
  void aTurnThatDoesNotEndWithinTheWaitIsPending() {
    var patient = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);
    rig.sessions.settled = () -> CompletableFuture.supplyAsync(() -> false, patient);
    assertThat(rig.get("/v1/sessions/s1/turns/1?wait=100ms").status()).isEqualTo(202);
  }

  @Test
  void aWaitUntilSomebodyIsAskedIsOverWhenTheTurnWaitsForPeopleOnly() {
    var patient = CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS);
    rig.sessions.settled = () -> CompletableFuture.supplyAsync(() -> false, patient);
    var id = new AskId(SampleJournal.SESSION, 2, 1, 0, 0);
    rig.sessions.asks =
        List.of(new AskNote(id, Optional.empty(), "Ok?", List.of(), false, Optional.empty()));
    var read = rig.get("/v1/sessions/s1/turns/2?wait=20s&until=asked");
    var submitted =
        rig.post(
            "/v1/sessions/s1/turns", "{\"message\":\"m\",\"wait\":\"20s\",\"until\":\"asked\"}");
    for (var answer : List.of(read, submitted)) {
      assertThat(answer.status()).as(answer.body()).isEqualTo(202);
      assertThat(answer.json().at("/asks/0/question").asText()).isEqualTo("Ok?");
    }
    assertThat(waits()).as("one look each").isEqualTo(2);

    rig.get("/v1/sessions/s1/turns/2?wait=300ms");
    assertThat(waits()).as("without it the wait goes on").isGreaterThan(2 + 2);
    var unknown = rig.get("/v1/sessions/s1/turns/2?wait=1s&until=noon");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.json().path("detail").asText()).isEqualTo("'until' is ended or asked");
  }

  private long waits() {
    return rig.sessions.asked.stream().filter(word -> word.startsWith("await")).count();
  }

  @Test
  void aSessionThatMovesWhileSomebodyWaitsIsAskedAgain() {
    rig.sessions.settled =
        () -> {
          rig.sessions.settled = () -> CompletableFuture.completedFuture(true);
          return CompletableFuture.failedFuture(new TimeoutException("moving"));
        };
    assertThat(rig.get("/v1/sessions/s1/turns/1?wait=20s").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}| field 'message' is missing",
        "{\"message\":\" \"}| field 'message' is empty",
        "{\"message\":[]}| field 'message' is not a text",
        "{\"message\":\"m\",\"wait\":\"soon\"}| field 'wait' is unusable",
        "{\"message\":\"m\",\"wait\":30}| field 'wait' is not a text",
        "{\"message\":\"m\",\"inputs\":{\"1\":\"x\"}}| field 'inputs.1' is no name",
        "{\"message\":\"m\",\"inputs\":{\"a\":1}}| field 'inputs.a' is not a text",
        "{\"message\":\"m\",\"requestId\":\"\"}| field 'requestId' has not 1 to 200",
        "{\"message\":\"m\",\"maxSteps\":0}| field 'maxSteps' is not a whole number",
        "{\"message\":\"m\",\"approve\":\"sh\"}| field 'approve' is not an array",
        "{\"message\":\"m\",\"approve\":[7]}| field 'approve' is not an array",
        "{\"message\":\"m\",\"approve\":[\"ask\"]}| field 'approve' is unusable: 'ask' is no",
        "{\"message\":\"m\",\"timeout\":\"0s\"}| field 'timeout' is not longer",
        "{\"message\":\"m\",\"ifBusy\":\"wait\"}| field 'ifBusy' is unusable",
        "{\"message\":\"m\",\"schema\":{\"type\":\"nonsense\"}}| field 'schema' is unusable"
      })
  void aBadTurnIsRefusedWithASentenceThatNamesTheField(String body, String sentence) {
    var answer = rig.post("/v1/sessions/s1/turns", body);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().path("detail").asText()).contains(sentence.strip());
    assertThat(rig.sessions.requests).isEmpty();
  }

  @Test
  void aTurnsModelReplacesTheSessions() {
    rig.post("/v1/sessions/s1/turns", "{\"message\":\"m\",\"model\":\"new\"}");
    assertThat(rig.sessions.requests.getFirst().models()).contains(ModelChoice.all("new"));
  }

  @ParameterizedTest
  @CsvSource({"compact,compact", "close,close", "pause,pause", "purge,purge", "stop,stop"})
  void commandsReachTheSession(String verb, String asked) {
    var answer = rig.post("/v1/sessions/s1/" + verb, "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("sessionId").asText()).isEqualTo("s1");
    assertThat(rig.sessions.asked).containsExactly(asked);
  }

  @Test
  void stopWaitsWhenAskedTo() {
    rig.sessions.afterStop = SessionStatus.STOP_REQUESTED;
    var answer = rig.post("/v1/sessions/s1/stop", "{\"wait\":\"300ms\"}");
    assertThat(answer.json().path("status").asText()).isEqualTo("stop-requested");
    assertThat(rig.sessions.asked).hasSizeGreaterThan(1);
  }

  @Test
  void resumeMayNameAHead() {
    var head = HeadId.of("h");
    rig.post("/v1/sessions/s1/resume", "{\"head\":\"" + head + "\"}");
    rig.post("/v1/sessions/s1/resume", "{}");
    assertThat(rig.sessions.asked).containsExactly("resume " + head, "resume -");
  }

  @Test
  void cancelMeansTheRunningTurnOrTheOneThatIsNamedOrAChild() {
    assertThat(rig.post("/v1/sessions/s1/cancel", "").kind()).isEqualTo("UnknownTurn");
    rig.sessions.openTurn = Optional.of(2);
    rig.sessions.asked.clear();
    rig.post("/v1/sessions/s1/cancel", "");
    rig.post("/v1/sessions/s1/cancel", "{\"turn\":3}");
    assertThat(rig.post("/v1/sessions/s1/cancel", "{\"child\":\"s1~c\"}").body())
        .isEqualTo("{\"sessionId\":\"s1\",\"child\":\"s1~c\",\"status\":\"final\"}\n");
    assertThat(rig.sessions.asked)
        .containsExactly(
            "describe", "cancel 2", "describe", "cancel 3", "describe", "cancel child s1~c");
    assertThat(rig.post("/v1/sessions/s1/cancel", "{\"turn\":3,\"child\":\"c\"}").status())
        .isEqualTo(400);
  }

  @Test
  void aForkNamesItsSourceAndHead() {
    var head = HeadId.of("h");
    var answer =
        rig.post(
            "/v1/sessions/s1/fork",
            "{\"sessionId\":\"f\",\"head\":\"" + head + "\",\"profile\":\"locked-down\"}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("location")).contains("/v1/sessions/f");
    assertThat(answer.json().path("source").asText()).isEqualTo("s1");
    var fork = (Derivation.Fork) rig.sessions.derivations.getFirst();
    assertThat(fork.source()).isEqualTo(new SessionId("s1"));
    assertThat(fork.head()).contains(head);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/steps", "/messages", "/heads", "/edges", "/tree", "/cost", "/vars"})
  void everythingStoredOfASessionCanBeRead(String what) {
    var answer = rig.get("/v1/sessions/s1" + what);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.header("content-type")).contains("application/json");
    assertThat(answer.header("x-content-type-options")).contains("nosniff");
    assertThat(answer.header("cache-control")).contains("no-store");
    assertThat(answer.json().isContainerNode()).isTrue();
    assertThat(rig.get("/v1/sessions/none" + what).kind()).isEqualTo("UnknownSession");
  }

  @Test
  void listingsAndFiltersTakeParameters() {
    assertThat(rig.get("/v1/sessions").json()).hasSize(1);
    assertThat(rig.get("/v1/sessions?limit=0").status()).isEqualTo(400);
    assertThat(rig.get("/v1/sessions?limit=1&limit=2").status()).isEqualTo(400);
    assertThat(rig.get("/v1/sessions/s1/steps?turn=1").json()).hasSize(1);
    assertThat(rig.get("/v1/sessions/s1/messages?all=perhaps").status()).isEqualTo(400);
    assertThat(rig.get("/v1/sessions/s1/cost?tree=true").json().has("subtree")).isTrue();
    assertThat(rig.get("/v1/sessions/s1/vars?head=" + SampleJournal.HEAD.id()).json()).hasSize(1);
    assertThat(rig.get("/v1/sessions/s1/vars?head=" + HeadId.of("none")).kind())
        .isEqualTo("UnknownHead");
    assertThat(rig.get("/v1/sessions/s1/vars?head=newest").status()).isEqualTo(400);
  }

  @Test
  void storedEventsAreLinesOrADocumentAndMayBeginLater() {
    assertThat(rig.get("/v1/sessions/s1/events").body().lines()).hasSize(15);
    assertThat(rig.get("/v1/sessions/s1/events?after=13").body().lines()).hasSize(2);
    JsonNode array = rig.get("/v1/sessions/s1/events", "Accept", "application/json").json();
    assertThat(array).hasSize(15);
    assertThat(array.get(0).path("type").asText()).isEqualTo("session-started");
    assertThat(rig.get("/v1/sessions/s1/tree/events").body().lines()).hasSize(15);
  }

  @Test
  void aCursorThatIsNoneIsRefused() {
    assertThat(rig.get("/v1/sessions/s1/events?after=x").status()).isEqualTo(400);
    assertThat(rig.get("/v1/sessions/s1/events?after=99").kind()).isEqualTo("BeyondEnd");
    assertThat(rig.get("/v1/sessions/s1/tree/events?after=1.2").status()).isEqualTo(400);
    assertThat(rig.get("/v1/sessions/none/events").status()).isEqualTo(404);
  }

  @Test
  void onlyPayloadsThatTheSessionRefersToAreShown() {
    var long1 = "é".repeat(100_000);
    var mine = rig.store.payloads().put(long1);
    var others = rig.store.payloads().put("a secret of another session");
    rig.store.add(
        SampleJournal.SESSION,
        new ModelReplied(
            3,
            1,
            new Content.Stored(mine, long1.length()),
            SampleJournal.USAGE,
            0,
            SampleJournal.AT));

    var answer = rig.get("/v1/sessions/s1/payloads/" + mine);
    assertThat(answer.body()).isEqualTo(long1);
    assertThat(answer.header("content-type")).contains("text/plain; charset=UTF-8");
    assertThat(
            rig.get("/v1/sessions/s1/payloads/" + mine, "Accept", "application/json")
                .json()
                .path("length")
                .asInt())
        .isEqualTo(100_000);
    assertThat(rig.get("/v1/sessions/s1/payloads/" + others).kind()).isEqualTo("UnknownPayload");
    assertThat(rig.get("/v1/sessions/s1/payloads/" + PayloadId.of("none")).status()).isEqualTo(404);
    assertThat(rig.get("/v1/sessions/s1/payloads/sha256:x").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(Refusal.Kind.class)
  void aRefusalIsAProblemOfItsKind(Refusal.Kind kind) {
    rig.sessions.refuse(kind);
    var answer = rig.post("/v1/sessions/s1/compact", "");
    assertThat(answer.status()).isEqualTo(Problems.status(kind)).isBetween(400, 503);
    assertThat(answer.kind()).isEqualTo(kind.name());
    assertThat(answer.json().path("detail").asText()).isEqualTo("a sentence about it");
    assertThat(answer.json().path("status").asInt()).isEqualTo(answer.status());
  }

  @Test
  void anUnexpectedFailureShowsAReferenceAndNothingElse() {
    rig.sessions.failure = Optional.of(new IllegalStateException("secret inside"));
    var answer = rig.post("/v1/sessions/s1/compact", "");
    assertThat(answer.status()).isEqualTo(500);
    assertThat(answer.json().path("detail").asText()).containsPattern("reference [0-9a-f-]{36}$");
    assertThat(answer.body()).doesNotContain("secret", "Exception", "at dev.");
  }

  @Test
  void pathsAndMethodsThatAreNotThereAreToldApart() {
    assertThat(rig.get("/nothing").kind()).isEqualTo("UnknownPath");
    assertThat(rig.get("/v1/sessions/s1/nothing").kind()).isEqualTo("UnknownPath");
    var answer = rig.send(rig.request("/v1/sessions").DELETE());
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("allow")).contains("GET, POST");
    var head =
        rig.send(rig.request("/v1/sessions").method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
  }

  @Test
  void aBodyThatIsNotSaidToBeJsonIsRefused() {
    var answer =
        rig.send(
            rig.request("/v1/sessions")
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString("<a/>")));
    assertThat(answer.status()).isEqualTo(415);
  }

  @Test
  void controlCharactersOfTextsDoNotLeaveAsTheyAre() {
    rig.store.add(
        SampleJournal.SESSION,
        new ModelReplied(
            3,
            1,
            Content.inline("a\u001b[31m\u009b31m\u202eb"),
            SampleJournal.USAGE,
            0,
            SampleJournal.AT));
    assertThat(rig.get("/v1/sessions/s1/events").body())
        .doesNotContain("\u001b", "\u009b", "\u202e");
  }
}
