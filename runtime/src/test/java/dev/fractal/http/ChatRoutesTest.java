package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Spent;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.event.Ask;
import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.view.SampleJournal;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chat completions in front of stand-ins; {@code s1} has answered "count the errors" with 42. */
@Timeout(60)
final class ChatRoutesTest {
  private static final String PATH = "/v1/chat/completions";
  private static final SessionId S9 = new SessionId("s9");
  private static final Instant AT = SampleJournal.AT;

  private HttpRig rig;

  @BeforeEach
  void start() {
    rig =
        HttpRig.start("fractal.http { openai.models = { other = spec-of-other }, max-wait = 2s }");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private HttpRig.Answer ask(String fields) {
    return rig.post(PATH, "{\"model\":\"fractal\"," + fields + "}");
  }

  private static String messages(String... rolesAndTexts) {
    var messages = new StringBuilder();
    for (int i = 0; i < rolesAndTexts.length; i += 2) {
      messages
          .append(i == 0 ? "" : ",")
          .append("{\"role\":\"" + rolesAndTexts[i] + "\",")
          .append("\"content\":\"" + rolesAndTexts[i + 1] + "\"}");
    }
    return "\"messages\":[" + messages + "]";
  }

  private String asked(int request) {
    return rig.store.payloads().text(rig.sessions.requests.get(request).message());
  }

  @Test
  void aFirstMessageStartsASessionOfTheNodesModelAndAsksIt() {
    var answer = ask(messages("user", "hello"));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("object").asText()).isEqualTo("chat.completion");
    assertThat(answer.json().at("/choices/0/message/content").asText()).isEqualTo("42");
    var session = answer.header("x-fractal-session").orElseThrow();
    assertThat(answer.json().path("id").asText()).isEqualTo("chatcmpl-" + session + "-1");
    assertThat(rig.sessions.started.getFirst().models()).isEqualTo(ModelChoice.all("test"));
    assertThat(rig.sessions.started.getFirst().authority().profile()).isEqualTo("default");
    assertThat(asked(0)).isEqualTo("hello");
  }

  @Test
  void theSameMessagesNameTheSameSessionAndTurn() {
    var once = ask(messages("user", "hello")).header("x-fractal-session");
    assertThat(ask(messages("user", "hello")).header("x-fractal-session")).isEqualTo(once);
    assertThat(ask(messages("user", "hello") + ",\"user\":\"eve\"").header("x-fractal-session"))
        .isNotEqualTo(once);
    assertThat(ask(messages("system", "x", "user", "hello")).header("x-fractal-session"))
        .isNotEqualTo(once);
    var keys = rig.sessions.requests.stream().map(request -> request.requestId()).toList();
    assertThat(keys.get(0)).isEqualTo(keys.get(1));
    assertThat(keys.stream().distinct()).hasSize(3);
  }

  @Test
  void aSessionIsNamedByHeaderOrMetadataAndNotByTwo() {
    var body = "{\"model\":\"fractal\"," + messages("user", "more") + "}";
    rig.post(PATH, body, "X-Fractal-Session", "s1");
    ask(messages("user", "more") + ",\"metadata\":{\"session\":\"s1\"}");
    assertThat(rig.sessions.asked).filteredOn("submit s1 QUEUE"::equals).hasSize(2);
    assertThat(rig.sessions.started).isEmpty();
    var two = body.replaceFirst("}$", ",\"metadata\":{\"session\":\"s2\"}}");
    assertThat(error(rig.post(PATH, two, "X-Fractal-Session", "s1"), "param"))
        .isEqualTo("metadata.session");
  }

  @Test
  void whatFollowsAnEarlierAnswerGoesOnInAForkOfItsHead() {
    ask(
        messages("user", "count the errors", "assistant", "42", "user", "and the warnings?")
            + ",\"metadata\":{\"session\":\"s1\"}");
    assertThat(rig.sessions.asked).contains("submit s1 QUEUE");

    rig.sessions.asked.clear();
    finishAnotherTurn();
    var answer =
        ask(
            messages("user", "count the errors", "assistant", " 42 ", "user", "and the hints?")
                + ",\"metadata\":{\"session\":\"s1\"}");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var fork = (Derivation.Fork) rig.sessions.derivations.getFirst();
    assertThat(fork.source()).isEqualTo(SampleJournal.SESSION);
    assertThat(fork.head()).contains(SampleJournal.HEAD.id());
    assertThat(rig.sessions.asked).anyMatch(word -> word.startsWith("submit chat-"));
  }

  private void finishAnotherTurn() {
    var request = TurnRequest.of("r3", "and again");
    rig.store.add(SampleJournal.SESSION, new TurnOpened(3, request, AT));
    rig.store.add(SampleJournal.SESSION, ended(3, "43"));
  }

  @Test
  void aHistoryThatWasNotSaidIsRefused() {
    var edited =
        ask(
            messages("user", "count the errors", "assistant", "41", "user", "sure?")
                + ",\"metadata\":{\"session\":\"s1\"}");
    assertThat(edited.status()).isEqualTo(400);
    assertThat(error(edited, "code")).isEqualTo("edited_history");
    assertThat(error(edited, "param")).isEqualTo("messages[1]");
    var unknown = ask(messages("user", "who?", "assistant", "me", "user", "why?"));
    assertThat(error(unknown, "code")).isEqualTo("unknown_history");
    assertThat(rig.sessions.requests).isEmpty();
  }

  @Test
  void systemMessagesGoBeforeTheMessage() {
    ask(messages("system", "Be brief.", "developer", "In English.", "user", "hello"));
    assertThat(asked(0)).contains("Be brief.\n\nIn English.").endsWith("message:\nhello");
  }

  @Test
  void modelsAreThoseOfTheConfigurationAndNoOther() {
    assertThat(rig.get("/v1/models").json().path("data").findValuesAsText("id"))
        .containsExactly("fractal", "other");
    rig.post(PATH, "{\"model\":\"other\"," + messages("user", "hello") + "}");
    assertThat(rig.sessions.started.getFirst().models())
        .isEqualTo(ModelChoice.all("spec-of-other"));
    var answer = rig.post(PATH, "{\"model\":\"playbook:x\"," + messages("user", "hello") + "}");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(error(answer, "code")).isEqualTo("model_not_found");
  }

  @Test
  void anotherModelReplacesThatOfANamedSession() {
    rig.post(
        PATH, "{\"model\":\"other\"," + messages("user", "hello") + "}", "X-Fractal-Session", "s1");
    assertThat(rig.sessions.requests.getFirst().models())
        .contains(ModelChoice.all("spec-of-other"));
    ask(messages("user", "hello again") + ",\"metadata\":{\"session\":\"s1\"}");
    assertThat(rig.sessions.requests.get(1).models()).isEmpty();
  }

  @Test
  void aResponseFormatIsTheTurnsSchema() {
    ask(
        messages("user", "hello")
            + ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\","
            + "\"schema\":{\"type\":\"integer\"}}}");
    var schema = rig.sessions.requests.getFirst().schema().orElseThrow();
    assertThat(rig.store.payloads().text(schema)).isEqualTo("{\"type\":\"integer\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"tools\":[{\"type\":\"function\"}]'| tools| unsupported_parameter",
        "'\"n\":2'| n| unsupported_parameter",
        "'\"logprobs\":true'| logprobs| unsupported_parameter",
        "'\"stop\":\"x\"'| stop| unsupported_parameter",
        "'\"audio\":{\"voice\":\"a\"}'| audio| unsupported_parameter",
        "'\"nonsense\":1'| nonsense| unsupported_parameter",
        "'\"stream\":\"yes\"'| stream| bad_request",
        "'\"stream_options\":{\"include_usage\":1}'| stream_options.include_usage| bad_request",
        "'\"metadata\":{\"a\":1}'| metadata| bad_request",
        "'\"metadata\":{\"session\":\"a b\"}'| metadata.session| bad_request",
        "'\"metadata\":{\"reasoning\":\"maybe\"}'| metadata.reasoning| bad_request",
        "'\"user\":7'| user| bad_request",
        "'\"response_format\":{\"type\":\"xml\"}'| response_format.type| unsupported_parameter",
        "'\"response_format\":{\"type\":\"json_schema\"}'| response_format.json_schema.schema|"
            + " bad_request"
      })
  void whatCannotBeDoneIsRefused(String field, String parameter, String code) {
    var answer = ask(messages("user", "hello") + "," + field);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(error(answer, "param")).isEqualTo(parameter);
    assertThat(error(answer, "code")).isEqualTo(code);
    assertThat(error(answer, "type")).isEqualTo("invalid_request_error");
    assertThat(rig.sessions.asked).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]| messages",
        "7| messages",
        "[7]| messages[0]",
        "[{\"role\":\"king\",\"content\":\"x\"}]| messages[0].role",
        "[{\"role\":\"tool\",\"content\":\"x\"}]| messages[0].role",
        "[{\"role\":\"user\",\"content\":\" \"}]| messages[0].content",
        "[{\"role\":\"user\",\"content\":7}]| messages[0].content",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]| messages[0].content[0].type",
        "[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]| messages[0].content[0].text",
        "[{\"role\":\"assistant\",\"content\":\"x\"}]| messages[0]",
        "[{\"role\":\"system\",\"content\":\"x\"}]| messages[0].role"
      })
  void messagesThatMakeNoConversationAreRefused(String messages, String parameter) {
    var answer = ask("\"messages\":" + messages);
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(error(answer, "param")).isEqualTo(parameter);
  }

  @Test
  void whatHasNoEffectIsTaken() {
    var answer =
        ask(
            messages("user", "hello")
                + ",\"temperature\":0.2,\"max_tokens\":5,\"seed\":1,\"n\":1,\"tools\":[],"
                + "\"stop\":null,\"top_logprobs\":null,\"modalities\":[\"text\"]");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void everyErrorOfTheseRoutesHasOpenAisForm() {
    assertThat(error(rig.post(PATH, "{\"model\""), "code")).isEqualTo("bad_json");
    assertThat(error(rig.get(PATH), "code")).isEqualTo("method_not_allowed");
    assertThat(error(rig.post("/v1/models", ""), "code")).isEqualTo("method_not_allowed");
    var xml =
        rig.send(
            rig.request(PATH)
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString("<a/>")));
    assertThat(error(xml, "code")).isEqualTo("unsupported_media_type");
    assertThat(error(rig.get("/v1/models", "Origin", "https://evil.example"), "code"))
        .isEqualTo("origin_not_allowed");
    rig.sessions.refuse(Refusal.Kind.TurnQueueFull);
    var full = ask(messages("user", "hello") + ",\"metadata\":{\"session\":\"s1\"}");
    assertThat(full.status()).isEqualTo(429);
    assertThat(full.header("retry-after")).contains("1");
    assertThat(error(full, "code")).isEqualTo("rate_limit_exceeded");
  }

  @Test
  void aTurnThatRunsOnWhenTheWaitIsOverIsAskedForAgain() {
    rig.sessions.settled = ChatRoutesTest::afterAWhile;
    var answer = ask(messages("user", "hello"));
    assertThat(answer.status()).isEqualTo(504);
    assertThat(error(answer, "code")).isEqualTo("turn_running");
  }

  @Test
  void aStreamIsTheProgressTheValueAndTheWordThatItIsDone() {
    var conversation = messages("user", "stream it") + ",\"metadata\":{\"session\":\"s9\"}";
    ask(conversation);
    tell(new SessionStarted(S9, SampleJournal.spec(), AT));
    tell(new TurnOpened(1, rig.sessions.requests.getFirst(), AT));
    tell(new ModelReplied(1, 1, Content.inline("I think."), SampleJournal.USAGE, 0, AT));
    tell(ended(1, "42"));

    var answer = ask(conversation + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    assertThat(answer.header("content-type").orElseThrow()).startsWith("text/event-stream");
    assertThat(answer.body().lines().filter(line -> !line.isEmpty()))
        .allMatch(line -> line.startsWith("data: "))
        .satisfiesExactly(
            line -> assertThat(line).contains("\"role\":\"assistant\""),
            line -> assertThat(line).contains("\"reasoning_content\":\"I think.\""),
            line -> assertThat(line).contains("\"content\":\"42\""),
            line -> assertThat(line).contains("\"finish_reason\":\"stop\""),
            line -> assertThat(line).contains("\"choices\":[],\"usage\":{"),
            line -> assertThat(line).isEqualTo("data: [DONE]"));
  }

  private void tell(SessionEvent event) {
    rig.store.add(S9, event);
  }

  private static TurnEnded ended(int turn, String value) {
    var outcome = new TurnOutcome.Finished(Content.inline(value));
    return new TurnEnded(turn, outcome, 1, Spend.NONE, Spent.NONE, AT);
  }

  private static final String QUESTION = "Ok?\\n(one of: yes, no)\\n(ask s9:1.1.0.0)";
  private static final String NAMED = ",\"metadata\":{\"session\":\"s9\"}";

  /** The session {@code s9} has been asked "go on" and asks. */
  private void askSomething() {
    ask(messages("user", "go on") + NAMED);
    var choices = List.of("yes", "no");
    var question =
        new Ask(
            Optional.empty(),
            "Ok?",
            Optional.empty(),
            choices,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    tell(new SessionStarted(S9, SampleJournal.spec(), AT));
    tell(new TurnOpened(1, rig.sessions.requests.getFirst(), AT));
    tell(new AskOpened(1, 1, 0, 0, question, AT));
    var id = new AskId(S9, 1, 1, 0, 0);
    rig.sessions.asks =
        List.of(new AskNote(id, Optional.empty(), "Ok?", choices, false, Optional.empty()));
    rig.sessions.settled = ChatRoutesTest::afterAWhile;
  }

  @Test
  void aQuestionIsTheAssistantsMessageAndTheNextMessageAnswersIt() {
    askSomething();
    var question = ask(messages("user", "go on") + NAMED);
    assertThat(question.status()).as(question.body()).isEqualTo(200);
    assertThat(question.json().at("/choices/0/message/content").asText())
        .isEqualTo(QUESTION.replace("\\n", "\n"));
    assertThat(question.json().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(question.json().path("id").asText()).isEqualTo("chatcmpl-s9-1-1.1.0.0");

    rig.sessions.settled = () -> CompletableFuture.completedFuture(true);
    int submitted = rig.sessions.requests.size();
    var answer = ask(messages("user", "go on", "assistant", QUESTION, "user", "yes") + NAMED);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().at("/choices/0/message/content").asText()).isEqualTo("42");
    assertThat(answer.json().path("id").asText()).isEqualTo("chatcmpl-s9-1");
    assertThat(rig.sessions.asked).contains("answer 1.1.0.0 Value[json=\"yes\"] by openai");
    assertThat(rig.sessions.requests).hasSize(submitted);

    tell(ended(1, "42"));
    ask(
        messages(
                "user",
                "go on",
                "assistant",
                QUESTION,
                "user",
                "yes",
                "assistant",
                "42",
                "user",
                "and now?")
            + NAMED);
    assertThat(asked(rig.sessions.requests.size() - 1)).isEqualTo("and now?");
  }

  @Test
  void aStreamEndsWithTheQuestion() {
    askSomething();
    var stream = ask(messages("user", "go on") + NAMED + ",\"stream\":true");
    assertThat(stream.body())
        .contains("\"content\":\"" + QUESTION + "\"", "\"finish_reason\":\"stop\"")
        .endsWith("data: [DONE]\n\n");
  }

  @Test
  void whatOnlyLooksLikeAQuestionAnswersNothing() {
    askSomething();
    rig.sessions.asked.clear();
    int submitted = rig.sessions.requests.size();
    for (var words : List.of("Sure?\\n(ask s9:1.1.0.0)", "Ok?\\n(ask s9:1.1.0.7)", "(ask s9)")) {
      var imitated = ask(messages("user", "go on", "assistant", words, "user", "yes") + NAMED);
      assertThat(error(imitated, "code")).as(words).isEqualTo("unknown_history");
    }
    var elsewhere =
        ask(
            messages("user", "who?", "assistant", QUESTION, "user", "yes")
                + ",\"metadata\":{\"session\":\"s1\"}");
    assertThat(error(elsewhere, "code")).isEqualTo("unknown_history");
    assertThat(rig.sessions.asked).noneMatch(word -> word.startsWith("answer"));
    assertThat(rig.sessions.requests).hasSize(submitted);
  }

  @Test
  void anAnswerThatIsNotTakenIsAnError() {
    askSomething();
    rig.sessions.refuse(Refusal.Kind.AnswerMisfit);
    var answer = ask(messages("user", "go on", "assistant", QUESTION, "user", "maybe") + NAMED);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(error(answer, "code")).isEqualTo("answer_misfit");
  }

  /** What the turn of {@code s9} asks is something else than {@link #askSomething} says. */
  private void asks(Optional<String> to, Optional<String> approves) {
    var id = new AskId(S9, 1, 1, 0, 0);
    rig.sessions.asks = List.of(new AskNote(id, to, "Ok?", List.of(), false, approves));
  }

  private List<String> answers() {
    return rig.sessions.asked.stream().filter(word -> word.startsWith("answer")).toList();
  }

  @Test
  void aMessageAloneAnswersTheQuestionOfANamedSession() {
    askSomething();
    int submitted = rig.sessions.requests.size();
    rig.sessions.asked.clear();
    var answer = ask(messages("system", "Be brief.", "user", "yes") + NAMED);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answers()).containsExactly("answer 1.1.0.0 Value[json=\"yes\"] by openai");
    var another = ask(messages("user", "no") + TRIED_AGAIN);
    assertThat(another.status()).as(another.body()).isEqualTo(200);
    assertThat(answers()).contains("answer 1.1.0.0 Value[json=\"no\"] by openai, attempt 2");
    assertThat(rig.sessions.requests).hasSize(submitted);
  }

  private static final String TRIED_AGAIN = ",\"metadata\":{\"session\":\"s9\",\"attempt\":\"2\"}";

  @Test
  void theTasksOwnMessageAloneIsNoAnswer() {
    askSomething();
    var again = ask(messages("user", "go on") + NAMED);
    assertThat(again.json().at("/choices/0/message/content").asText()).startsWith("Ok?");
    var attempt = ask(messages("user", "go on") + TRIED_AGAIN);
    assertThat(error(attempt, "code")).isEqualTo("ask_open");
    var instructed = ask(messages("system", "Be brief.", "user", "go on") + NAMED);
    assertThat(error(instructed, "code")).isEqualTo("ask_open");
    assertThat(answers()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"yes", "y", "no", "rm -r is too much", "go on with the rest"})
  void noMessageAloneApprovesOrRejectsACall(String words) {
    askSomething();
    asks(Optional.empty(), Optional.of("sh"));
    int submitted = rig.sessions.requests.size();
    var answer = ask(messages("user", words) + NAMED);
    assertThat(answer.status()).isEqualTo(409);
    assertThat(error(answer, "code")).isEqualTo("ask_open");
    assertThat(error(answer, "message"))
        .isEqualTo(
            "turn 1 of session 's9' waits for an answer to the ask 's9:1.1.0.0', and a message"
                + " alone approves and rejects nothing; send the turn's message and the question"
                + " before the answer, or answer it with POST /v1/asks/s9:1.1.0.0");
    assertThat(answers()).isEmpty();
    assertThat(rig.sessions.requests).hasSize(submitted);
  }

  @Test
  void noMessageAloneAnswersWhatSomebodyElseIsAskedOrATurnFromElsewhereAsks() {
    askSomething();
    asks(Optional.of("finance"), Optional.empty());
    assertThat(error(ask(messages("user", "yes") + NAMED), "code")).isEqualTo("ask_open");
    asks(Optional.of("caller"), Optional.empty());
    assertThat(ask(messages("user", "yes") + NAMED).status()).isEqualTo(200);
    assertThat(answers()).hasSize(1);

    var s8 = new SessionId("s8");
    rig.store.add(s8, new SessionStarted(s8, SampleJournal.spec(), AT));
    rig.store.add(s8, new TurnOpened(1, TurnRequest.of("cli", "count"), AT));
    var elsewhere = ask(messages("user", "yes") + ",\"metadata\":{\"session\":\"s8\"}");
    assertThat(error(elsewhere, "code")).isEqualTo("ask_open");
    assertThat(answers()).hasSize(1);
  }

  @Test
  void theSameAnswerAloneAgainAnswersNoLaterQuestion() {
    askSomething();
    var given = new AskAnswer.Given(Content.inline("\"yes\""));
    tell(new AskAnswered(1, 1, 0, 0, given, "openai", AT));
    int submitted = rig.sessions.requests.size();
    var later = new AskId(S9, 1, 1, 0, 1);
    rig.sessions.asks =
        List.of(new AskNote(later, Optional.empty(), "Sure?", List.of(), false, Optional.empty()));
    var repeated = ask(messages("user", "yes") + NAMED);
    assertThat(repeated.json().at("/choices/0/message/content").asText()).startsWith("Sure?");
    assertThat(answers()).isEmpty();
    ask(messages("user", "yes") + TRIED_AGAIN);
    assertThat(answers())
        .containsExactly("answer 1.1.0.1 Value[json=\"yes\"] by openai, attempt 2");

    tell(ended(1, "42"));
    rig.sessions.settled = () -> CompletableFuture.completedFuture(true);
    var ended = ask(messages("user", "yes") + NAMED);
    assertThat(ended.json().path("id").asText()).isEqualTo("chatcmpl-s9-1");
    assertThat(rig.sessions.requests).hasSize(submitted);
  }

  @Test
  void aMessageAloneToATurnThatGoesOnByItselfIsTheNextTurns() {
    askSomething();
    rig.sessions.asks = List.of();
    int submitted = rig.sessions.requests.size();
    assertThat(ask(messages("user", "yes") + NAMED).status()).isEqualTo(504);
    assertThat(answers()).isEmpty();
    assertThat(rig.sessions.requests).hasSize(submitted + 1);
  }

  @Test
  void aSilentStreamSaysThatItLives() throws Exception {
    try (var slow = HttpRig.start("fractal.http.events.keep-alive = 100ms")) {
      slow.sessions.settled = ChatRoutesTest::afterAWhile;
      slow.store.add(S9, new SessionStarted(S9, SampleJournal.spec(), AT));
      var body = "{\"model\":\"fractal\",\"stream\":true," + messages("user", "wait for it") + "}";
      var request =
          slow.request(PATH, "X-Fractal-Session", "s9", "Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(body));
      try (var lines =
          new BufferedReader(new InputStreamReader(slow.open(request), StandardCharsets.UTF_8))) {
        var before = lines.lines().takeWhile(line -> !line.equals(": alive"));
        assertThat(before.collect(Collectors.joining())).contains("\"role\":\"assistant\"");
      }
    }
  }

  /** Pending, and not at once. */
  private static CompletableFuture<Boolean> afterAWhile() {
    return CompletableFuture.supplyAsync(
        () -> false, CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
  }

  private static String error(HttpRig.Answer answer, String field) {
    assertThat(answer.header("content-type")).contains("application/json");
    return answer.json().path("error").path(field).asText();
  }
}
