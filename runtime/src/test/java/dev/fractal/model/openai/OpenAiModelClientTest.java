package dev.fractal.model.openai;

import static dev.fractal.model.ModelRequests.UNHEARD;
import static dev.fractal.model.ModelRequests.failure;
import static dev.fractal.model.ModelRequests.reply;
import static dev.fractal.model.ModelRequests.root;
import static dev.fractal.model.ModelRequests.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.ModelCallException;
import dev.fractal.model.ModelCallException.Kind;
import dev.fractal.model.ModelReply;
import dev.fractal.model.PriceTable;
import dev.fractal.model.RetryPolicy;
import dev.fractal.model.RetryingModelClient;
import dev.fractal.protocol.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The adapter over real HTTP, where the contract does not reach. */
class OpenAiModelClientTest {
  private static final String KEY = "sk-very-secret-1234";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final PriceTable PRICES =
      new PriceTable(
          Map.of(
              "priced",
              new PriceTable.Price(
                  new BigDecimal("2"), new BigDecimal("0.5"), new BigDecimal("8"))));

  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final BlockingQueue<StubRequest> requests = new LinkedBlockingQueue<>();
  private volatile Function<StubRequest, StubReply> behaviour = request -> StubReply.text("hello");
  private final StubModelServer stub =
      StubModelServer.running(
          request -> {
            requests.add(request);
            return behaviour.apply(request);
          });
  private final OpenAiServer server = new OpenAiServer(stub.url(), KEY, Duration.ofSeconds(5));

  @AfterEach
  void closeAll() {
    server.close();
    stub.close();
    timer.shutdownNow();
  }

  private OpenAiModelClient client(String model) {
    return new OpenAiModelClient(server, model, PRICES, timer);
  }

  private CompletableFuture<ModelReply> call() {
    return client("m").complete(root("go"), UNHEARD);
  }

  private ModelCallException failing(StubReply reply) {
    behaviour = request -> reply;
    ModelCallException failure = failure(call());
    assertThat(failure.getMessage()).doesNotContain(KEY).doesNotContain("\n");
    return failure;
  }

  @Test
  void theRequestCarriesTheCallKeyAndTheMessagesInOrder() throws InterruptedException {
    reply(call());

    StubRequest request = requests.take();
    assertThat(request.path()).isEqualTo("/v1/chat/completions");
    assertThat(request.headers())
        .containsEntry("idempotency-key", "s/t1/s1")
        .containsEntry("authorization", "Bearer " + KEY)
        .doesNotContainKey("fractal-attempt");
    assertThat(request.body().toString())
        .contains("\"stream\":true", "\"include_usage\":true", "\"model\":\"m\"");
    assertThat(request.body().path("messages").get(0).path("role").asText()).isEqualTo("system");
    assertThat(request.newest()).isEqualTo("go");
  }

  @Test
  void piecesArriveBeforeTheReplyIsWhole() throws InterruptedException {
    behaviour = request -> new StubReply.Hang("one two ");
    BlockingQueue<String> deltas = new LinkedBlockingQueue<>();

    CompletableFuture<ModelReply> call = client("m").complete(root("go"), deltas::add);

    assertThat(deltas.poll(10, TimeUnit.SECONDS)).isEqualTo("one ");
    assertThat(deltas.poll(10, TimeUnit.SECONDS)).isEqualTo("two ");
    assertThat(call).isNotDone();
  }

  @Test
  void theServersCostWinsOverThePriceTable() {
    String tokens = "\"prompt_tokens\":1000,\"completion_tokens\":100";
    String cached = ",\"prompt_tokens_details\":{\"cached_tokens\":600}";
    behaviour = request -> StubReply.text("x", "{" + tokens + cached + ",\"cost\":0.5}");
    assertThat(usd("priced")).isEqualTo(Quantity.of(new BigDecimal("0.5")));

    behaviour = request -> StubReply.text("x", "{" + tokens + cached + "}");
    assertThat(usd("priced")).isEqualTo(Quantity.of(new BigDecimal("0.0019")));
    assertThat(usd("unlisted")).isEqualTo(Quantity.unknown());

    behaviour = request -> StubReply.text("x", "{" + tokens + "}");
    assertThat(usd("priced")).isEqualTo(Quantity.unknown());
  }

  private Quantity usd(String model) {
    return reply(client(model).complete(root("go"), UNHEARD)).usage().usd();
  }

  @ParameterizedTest
  @CsvSource({
    "400, BAD_REQUEST, 0",
    "404, BAD_REQUEST, 0",
    "422, BAD_REQUEST, 0",
    "401, UNAUTHORIZED, 0",
    "403, UNAUTHORIZED, 0",
    "429, RATE_LIMIT, 0",
    "408, SERVER_ERROR, 0",
    "500, SERVER_ERROR, 0",
    "503, SERVER_ERROR, 0",
    "502, SERVER_ERROR, 1",
    "504, SERVER_ERROR, 1"
  })
  void aStatusBecomesItsKind(int status, Kind kind, int lost) {
    ModelCallException failure = failing(StubReply.status(status));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.lost()).isEqualTo(lost);
    assertThat(failure.getMessage())
        .contains(String.valueOf(status), "127.0.0.1:" + stub.port(), "openai:m");
  }

  @Test
  void aServerThatQuotesTheKeyDoesNotGetItIntoAMessage() {
    String body = "{\"error\":{\"message\":\"wrong key " + KEY + " given\"}}";

    assertThat(failing(new StubReply.Status(400, Map.of(), body, Duration.ZERO)).getMessage())
        .contains("wrong key *** given");
    failing(new StubReply.Status(401, Map.of(), body, Duration.ZERO));
  }

  @Test
  void aRetryAfterIsReadAsSecondsMillisecondsOrDate() {
    String inAMinute =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            ZonedDateTime.now(ZoneOffset.UTC).plusSeconds(60));

    assertThat(failing(limited("Retry-After", "7")).retryAfter()).contains(Duration.ofSeconds(7));
    assertThat(failing(limited("Retry-After-Ms", "350")).retryAfter())
        .contains(Duration.ofMillis(350));
    assertThat(failing(limited("Retry-After", inAMinute)).retryAfter())
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60)));
    assertThat(failing(limited("Retry-After", "soon")).retryAfter()).isEmpty();
  }

  private static StubReply limited(String header, String value) {
    return StubReply.status(429, Map.of(header, value));
  }

  @Test
  void aConnectionThatBreaksMidStreamMayHaveSpentMoney() {
    ModelCallException failure = failing(new StubReply.Drop("half a "));

    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure.lost()).isEqualTo(1);
  }

  @Test
  void aStreamThatEndsWithoutSayingWhyIsNoReply() {
    ModelCallException failure = failing(new StubReply.EndEarly("half a "));

    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure.lost()).isEqualTo(1);
  }

  @Test
  void aServerThatCannotBeReachedHasSpentNothing() throws IOException {
    int freed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      freed = socket.getLocalPort();
    }
    URI nobody = URI.create("http://127.0.0.1:" + freed + "/v1");
    try (OpenAiServer absent = new OpenAiServer(nobody, KEY, Duration.ofSeconds(5))) {
      ModelCallException failure =
          failure(new OpenAiModelClient(absent, "m", PRICES, timer).complete(root("go"), UNHEARD));

      assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
      assertThat(failure.lost()).isZero();
      assertThat(failure.getMessage()).contains("127.0.0.1:" + freed, "cannot be reached");
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "'some words '"})
  void theDeadlineClosesTheConnectionBeforeAndWithinTheReply(String sent) {
    behaviour = request -> new StubReply.Hang(sent);

    ModelCallException failure =
        failure(client("m").complete(within(root("go"), Duration.ofMillis(700)), UNHEARD));

    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(failure.lost()).isEqualTo(1);
    assertThat(stub.counts().await(StubCounts::dropped, 1, PATIENCE)).isTrue();
    assertThat(stub.counts().inFlight()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"''", "'some words '"})
  void cancellingTheCallClosesTheConnection(String sent) {
    behaviour = request -> new StubReply.Hang(sent);
    CompletableFuture<ModelReply> call = call();
    assertThat(stub.counts().await(StubCounts::total, 1, PATIENCE)).isTrue();

    call.cancel(true);

    assertThat(stub.counts().await(StubCounts::dropped, 1, PATIENCE)).isTrue();
  }

  @Test
  void nothingBelowTheRetriesRepeatsARequest() {
    reply(call());
    behaviour = request -> new StubReply.Drop("");

    assertThat(failure(call()).kind()).isEqualTo(Kind.CONNECTION);

    assertThat(stub.counts().total()).isEqualTo(2);
  }

  @Test
  void retriesGoOverTheWireWithTheSameKeyAndCountWhatIsLost() {
    List<StubReply> script =
        List.of(
            new StubReply.Drop("half "),
            StubReply.status(429, Map.of("Retry-After", "0.3")),
            StubReply.status(500),
            StubReply.text("whole"));
    behaviour = request -> script.get(request.number() - 1);
    RetryPolicy policy = new RetryPolicy(4, Duration.ofMillis(5), Duration.ofMillis(20), 0.5);
    long before = System.nanoTime();

    ModelReply reply =
        reply(
            new RetryingModelClient(client("m"), policy, timer, new Random(3))
                .complete(root("go"), UNHEARD));

    assertThat(reply.text()).isEqualTo("whole");
    assertThat(reply.lost()).isEqualTo(1);
    assertThat(stub.counts().of("s/t1/s1")).isEqualTo(4);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(295));
  }

  @Test
  void closingTheServerEndsWhatIsOnItsWay() {
    behaviour = request -> new StubReply.Hang("");
    CompletableFuture<ModelReply> call = call();
    assertThat(stub.counts().await(StubCounts::total, 1, PATIENCE)).isTrue();

    server.close();

    assertThat(stub.counts().await(StubCounts::dropped, 1, PATIENCE)).isTrue();
    assertThat(failure(call).kind()).isEqualTo(Kind.CONNECTION);
  }
}
