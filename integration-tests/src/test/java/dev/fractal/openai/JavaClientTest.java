package dev.fractal.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JavaClientTest {
  private ChatNode node;
  private OpenAIClient client;

  @BeforeAll
  void start(@TempDir Path directory) {
    node = ChatNode.start(directory);
    client = client(ChatNode.TOKEN);
  }

  @AfterAll
  void stop() {
    client.close();
    node.close();
  }

  private OpenAIClient client(String token) {
    return OpenAIOkHttpClient.builder().baseUrl(node.url()).apiKey(token).maxRetries(5).build();
  }

  private static ChatCompletionCreateParams.Builder request() {
    return ChatCompletionCreateParams.builder().model("fractal");
  }

  private static ChatCompletionCreateParams.Builder request(String message) {
    return request().addUserMessage(message);
  }

  private ChatCompletion ask(ChatCompletionCreateParams.Builder request) {
    return client.chat().completions().create(request.build());
  }

  private static String content(ChatCompletion answer) {
    return answer.choices().getFirst().message().content().orElseThrow();
  }

  /** The session that answered: the id of a completion names it and its turn. */
  private static String session(ChatCompletion answer) {
    return answer.id().replaceFirst("^chatcmpl-", "").replaceFirst("-\\d+$", "");
  }

  @Test
  void theModelsAreThoseThatTheNodeOffers() {
    assertThat(client.models().list().data())
        .extracting(Model::id)
        .containsExactly("fractal", "second");
  }

  @Test
  void aSecondMessageGoesOnWithTheSessionsVariables() throws Exception {
    var conversation = request("Prepare the list, please");
    var first = ask(conversation);
    assertThat(content(first)).isEqualTo("It is prepared.");
    assertThat(first.choices().getFirst().finishReason().asString()).isEqualTo("stop");
    assertThat(first.usage().orElseThrow().totalTokens()).isEqualTo(110);
    assertThat(first.usage().orElseThrow().promptTokensDetails().orElseThrow().cachedTokens())
        .contains(60L);

    conversation.addMessage(first.choices().getFirst().message()).addUserMessage("Add one more");
    var second = ask(conversation);
    assertThat(content(second)).isEqualTo("{\"count\":2}");
    assertThat(session(second)).isEqualTo(session(first));
    assertThat(node.modelCalls(session(first))).isEqualTo(2);
  }

  @Test
  void aQuestionOfACellIsTheAssistantsMessageAndTheNextMessageAnswersIt() throws Exception {
    var conversation = request("Ask me first");
    var first = ask(conversation);
    assertThat(content(first)).startsWith("How many?\n(a value that fits its schema, as JSON)\n");
    conversation.addMessage(first.choices().getFirst().message()).addUserMessage("many");
    assertThatThrownBy(() -> ask(conversation))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("does not fit the schema");

    var again = request("Ask me first");
    again.addMessage(first.choices().getFirst().message()).addUserMessage("7");
    var second = ask(again);
    assertThat(content(second)).startsWith("Sure?\n(one of: yes, no)\n");
    assertThat(content(ask(again))).as("the same words again").isEqualTo(content(second));
    again.addMessage(second.choices().getFirst().message()).addUserMessage("yes");
    assertThat(content(streamed(again))).isEqualTo("{\"count\":7,\"sure\":\"yes\"}");
    var last = ask(again);
    assertThat(node.modelCalls(session(last))).isEqualTo(1);

    again.addMessage(last.choices().getFirst().message()).addUserMessage("And what was it?");
    var after = ask(again);
    assertThat(content(after)).isEqualTo("7 and yes");
    assertThat(session(after)).isEqualTo(session(last));
  }

  @Test
  void aMessageThatComesAloneAnswersTheQuestionOfItsNamedSession() throws Exception {
    var first = content(ask(alone("Ask me first", "lone")));
    assertThat(first).startsWith("How many?\n");
    assertThat(content(ask(alone("Ask me first", "lone")))).as("the task again").isEqualTo(first);
    assertThatThrownBy(() -> ask(alone("many", "lone")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("does not fit the schema");

    var second = content(streamed(alone("7", "lone")));
    assertThat(second).startsWith("Sure?\n");
    assertThat(content(ask(alone("7", "lone")))).as("the answer again").isEqualTo(second);
    assertThat(content(streamed(alone("7", "lone")))).as("the same, streamed").isEqualTo(second);
    var last = content(ask(alone("yes", "lone")));
    assertThat(last).isEqualTo("{\"count\":7,\"sure\":\"yes\"}");
    assertThat(content(ask(alone("yes", "lone")))).as("after the end").isEqualTo(last);
    assertThat(content(streamed(alone("yes", "lone")))).as("the same, streamed").isEqualTo(last);
    assertThat(node.get("/sessions/lone").path("turns")).hasSize(1);
    assertThat(content(ask(alone("And what was it?", "lone")))).isEqualTo("7 and yes");
    assertThat(node.modelCalls("lone")).isEqualTo(2);
  }

  @Test
  void theSameWordsAnswerAnotherQuestionAsAnotherAttempt() {
    assertThat(content(ask(alone("Ask me twice", "twice")))).startsWith("One?\n");
    var two = content(ask(alone("yes", "twice")));
    assertThat(two).startsWith("Two?\n");
    assertThat(content(ask(alone("yes", "twice")))).as("a repetition").isEqualTo(two);
    var another = request("yes").metadata(both("session", "twice", "attempt", "2"));
    assertThat(content(ask(another))).isEqualTo("yes yes");
    assertThat(content(ask(another))).as("a repetition").isEqualTo("yes yes");
  }

  @Test
  void aStreamedAnswerThatWasTakenBeforeEndsAgain() {
    var first = ask(request("Ask me first, in a stream"));
    var conversation = request("Ask me first, in a stream");
    conversation.addMessage(first.choices().getFirst().message()).addUserMessage("7");
    var second = content(streamed(conversation));
    assertThat(second).startsWith("Sure?\n");
    assertThat(content(streamed(conversation))).isEqualTo(second);
  }

  private ChatCompletionCreateParams.Builder alone(String message, String session) {
    return request(message).metadata(metadata("session", session));
  }

  @Test
  void theSameRequestTwiceIsOneTurn() throws Exception {
    var first = ask(request("Prepare the list twice"));
    var again = ask(request("Prepare the list twice"));
    assertThat(again).isEqualTo(first);
    assertThat(node.get("/sessions/" + session(first)).path("turns")).hasSize(1);
    assertThat(node.modelCalls(session(first))).isEqualTo(1);
  }

  @Test
  void aStreamTellsTheProgressAsReasoningAndThenTheValue() {
    var chunks = streamed(request("Prepare the list in a stream"));
    assertThat(reasoning(chunks)).contains("I make it and keep it.", "const list");
    assertThat(content(chunks)).isEqualTo("It is prepared.");
    assertThat(chunks.stream().flatMap(chunk -> chunk.usage().stream()))
        .singleElement()
        .satisfies(usage -> assertThat(usage.promptTokens()).isEqualTo(100));
    assertThat(
            chunks.stream()
                .flatMap(chunk -> chunk.choices().stream())
                .flatMap(choice -> choice.finishReason().stream())
                .map(ChatCompletionChunk.Choice.FinishReason::asString))
        .containsExactly("stop");
  }

  @Test
  void theSameStreamTwiceIsOneTurnWithTheSameAnswer() throws Exception {
    var first = streamed(request("Prepare the list in two streams"));
    var again = streamed(request("Prepare the list in two streams"));
    assertThat(content(again)).isEqualTo(content(first)).isEqualTo("It is prepared.");
    assertThat(again.getFirst().id()).isEqualTo(first.getFirst().id());
    assertThat(content(ask(request("Prepare the list in two streams")))).isEqualTo(content(first));
  }

  @Test
  void reasoningCanBeSwitchedOff() {
    var chunks =
        streamed(request("Prepare the list quietly").metadata(metadata("reasoning", "off")));
    assertThat(reasoning(chunks)).isEmpty();
    assertThat(content(chunks)).isEqualTo("It is prepared.");
  }

  @Test
  void aNamedSessionGoesOnWithoutItsHistory() {
    ask(request("Prepare the list in a named session").metadata(metadata("session", "named")));
    var second = request("Add one more").putAdditionalHeader("X-Fractal-Session", "named");
    assertThat(content(ask(second))).isEqualTo("{\"count\":2}");
    assertThat(content(ask(second))).isEqualTo("{\"count\":2}");
    var third = request("Add one more").metadata(both("session", "named", "attempt", "2"));
    assertThat(content(ask(third))).isEqualTo("{\"count\":3}");
  }

  @Test
  void anEditedMessageGoesOnInAForkAndAnEditedAnswerIsRefused() {
    var first = ask(request("Prepare the list for a fork"));
    ask(answered(first, "Add one more"));
    var right = answered(first, "Add one more of another kind");
    var forked = ask(right);
    assertThat(content(forked)).isEqualTo("{\"count\":2}");
    assertThat(session(forked)).isNotEqualTo(session(first));
    var on = right.addMessage(forked.choices().getFirst().message()).addUserMessage("Add one more");
    assertThat(content(ask(on))).isEqualTo("{\"count\":3}");
    assertThat(session(ask(on))).isEqualTo(session(forked));

    var edited =
        request("Prepare the list for a fork")
            .addAssistantMessage("No.")
            .addUserMessage("Add one more");
    assertThatThrownBy(() -> ask(edited))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            refused -> {
              assertThat(refused.code()).contains("edited_history");
              assertThat(refused.param()).contains("messages[1]");
            });
  }

  private static ChatCompletionCreateParams.Builder answered(ChatCompletion first, String next) {
    return request("Prepare the list for a fork")
        .addMessage(first.choices().getFirst().message())
        .addUserMessage(next);
  }

  @Test
  void systemMessagesReachTheSessionOnce() throws Exception {
    var conversation =
        request().addSystemMessage("Be brief.").addUserMessage("Prepare the list as told");
    var first = ask(conversation);
    ask(
        conversation
            .addMessage(first.choices().getFirst().message())
            .addUserMessage("Add one more"));
    var messages = node.get("/sessions/" + session(first) + "/messages?all=true").toString();
    assertThat(messages).containsOnlyOnce("Be brief.");
  }

  @Test
  void usageIsThatOfTheWholeTree() {
    var answer = ask(request("Ask two others"));
    assertThat(content(answer)).isEqualTo("one and two");
    assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(2010);
    assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(201);
  }

  @Test
  void usageThatNobodyKnowsIsLeftOut() {
    assertThat(ask(request("Say what you were told")).usage()).isEmpty();
  }

  @Test
  void errorsHaveTheFormThatTheClientReads() throws Exception {
    var unknown =
        catchThrowableOfType(
            NotFoundException.class, () -> ask(request("Hello").model("gpt-none")));
    assertThat(unknown.code()).contains("model_not_found");
    assertThat(unknown.param()).contains("model");
    var several = catchThrowableOfType(BadRequestException.class, () -> ask(request("Hello").n(2)));
    assertThat(several.code()).contains("unsupported_parameter");
    assertThat(several.param()).contains("n");
    var stranger = client("wrong");
    var refused = catchThrowableOfType(UnauthorizedException.class, () -> stranger.models().list());
    assertThat(refused.code()).contains("invalid_api_key");
    stranger.close();
    assertThat(node.refusedToReader("{}").path("error").path("type").asText())
        .isEqualTo("permission_error");
  }

  @Test
  void aTurnWithoutAValueIsAnErrorWholeAndStreamed() {
    var whole = catchThrowableOfType(InternalServerException.class, () -> ask(request("Break it")));
    assertThat(whole.code()).isPresent();
    assertThat(whole.headers().values("X-Should-Retry")).containsExactly("false");
    var streamed =
        catchThrowableOfType(
            OpenAIServiceException.class, () -> streamed(request("Break it in a stream")));
    assertThat(streamed.code()).isEqualTo(whole.code());
  }

  private List<ChatCompletionChunk> streamed(ChatCompletionCreateParams.Builder request) {
    var params =
        request
            .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
            .build();
    try (var stream = client.chat().completions().createStreaming(params)) {
      return stream.stream().toList();
    }
  }

  private static String content(List<ChatCompletionChunk> chunks) {
    return joined(chunks, "content");
  }

  private static String reasoning(List<ChatCompletionChunk> chunks) {
    return joined(chunks, "reasoning_content");
  }

  /** A field of the deltas, known to the client or not. */
  private static String joined(List<ChatCompletionChunk> chunks, String field) {
    return chunks.stream()
        .map(chunk -> ObjectMappers.jsonMapper().<JsonNode>valueToTree(chunk))
        .map(chunk -> chunk.at("/choices/0/delta/" + field).asText(""))
        .collect(Collectors.joining());
  }

  private static ChatCompletionCreateParams.Metadata metadata(String name, String value) {
    return ChatCompletionCreateParams.Metadata.builder()
        .putAdditionalProperty(name, JsonValue.from(value))
        .build();
  }

  private static ChatCompletionCreateParams.Metadata both(
      String name, String value, String second, String secondValue) {
    return metadata(name, value).toBuilder()
        .putAdditionalProperty(second, JsonValue.from(secondValue))
        .build();
  }
}
