package dev.fractal.model.wire;

import static dev.fractal.model.ModelRequests.UNHEARD;
import static dev.fractal.model.ModelRequests.failure;
import static dev.fractal.model.ModelRequests.reply;
import static dev.fractal.model.ModelRequests.root;
import static dev.fractal.model.ModelRequests.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.ModelCallException;
import dev.fractal.model.ModelCallException.Kind;
import dev.fractal.model.ModelClient;
import dev.fractal.model.ModelClientContract;
import dev.fractal.model.ModelReply;
import dev.fractal.model.PriceTable;
import dev.fractal.model.RetryPolicy;
import dev.fractal.model.RetryingModelClient;
import dev.fractal.model.playbook.Playbook;
import dev.fractal.model.stub.StubCounts;
import dev.fractal.model.stub.StubFormat;
import dev.fractal.model.stub.StubModelServer;
import dev.fractal.model.stub.StubReply;
import dev.fractal.model.stub.StubRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every adapter for a provider does over real HTTP, against a stub that speaks its format. */
public abstract class WireContract extends ModelClientContract {
  protected static final String KEY = "sk-very-secret-1234";
  protected static final Duration PATIENCE = Duration.ofSeconds(10);

  protected final BlockingQueue<StubRequest> requests = new LinkedBlockingQueue<>();
  protected volatile Function<StubRequest, StubReply> behaviour =
      request -> StubReply.text("hello");
  private final List<AutoCloseable> open = new ArrayList<>();
  protected StubModelServer stub;

  @BeforeEach
  void startTheStub() {
    stub =
        StubModelServer.doing(
            format(),
            request -> {
              requests.add(request);
              return behaviour.apply(request);
            });
    open.add(stub);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  protected abstract StubFormat format();

  /** The first part of the specs of the provider's models. */
  protected abstract String provider();

  /** The provider's models, on a server at {@code root}. */
  protected abstract ModelSource source(URI root, ApiKey key, PriceTable prices);

  /** Prices by which the contract's example costs what its playbook says. */
  protected abstract PriceTable prices();

  /** A reason for which the provider keeps a reply back. */
  protected abstract String refusal();

  /** The reason of a reply that became too long. */
  protected abstract String length();

  @Override
  protected ModelClient client(String playbook) {
    StubModelServer playing =
        StubModelServer.playing(format(), Playbook.parse("stub.yaml", playbook));
    open.addFirst(playing);
    return models(playing.root()).model("stub");
  }

  protected ModelSource models(URI root) {
    ModelSource source = source(root, ApiKey.of(KEY).orElseThrow(), prices());
    open.addFirst(source);
    return source;
  }

  protected ModelClient client() {
    return models(stub.root()).model("m");
  }

  protected CompletableFuture<ModelReply> call() {
    return client().complete(root("go"), UNHEARD);
  }

  protected ModelCallException failing(StubReply reply) {
    behaviour = request -> reply;
    ModelCallException failure = failure(call());
    assertThat(failure.getMessage()).doesNotContain(KEY).doesNotContain("\n");
    return failure;
  }

  @Test
  void theRequestCarriesTheCallsKeyAndTheMessages() throws InterruptedException {
    reply(call());

    StubRequest request = requests.take();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.headers())
        .containsEntry("idempotency-key", "s/t1/s1")
        .doesNotContainKey("fractal-attempt");
    assertThat(request.newest()).isEqualTo("go");
    assertThat(request.body().toString()).contains("You are a test.").doesNotContain(KEY);
  }

  @Test
  void piecesArriveBeforeTheReplyIsWhole() throws InterruptedException {
    behaviour = request -> new StubReply.Hang("one two ");
    BlockingQueue<String> deltas = new LinkedBlockingQueue<>();

    CompletableFuture<ModelReply> call = client().complete(root("go"), deltas::add);

    assertThat(deltas.poll(10, TimeUnit.SECONDS)).isEqualTo("one ");
    assertThat(deltas.poll(10, TimeUnit.SECONDS)).isEqualTo("two ");
    assertThat(call).isNotDone();
    call.cancel(true);
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
    "529, SERVER_ERROR, 0",
    "502, SERVER_ERROR, 1",
    "504, SERVER_ERROR, 1"
  })
  void aStatusBecomesItsKind(int status, Kind kind, int lost) {
    ModelCallException failure = failing(StubReply.status(status));

    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.lost()).isEqualTo(lost);
    assertThat(failure.getMessage())
        .contains(String.valueOf(status), "127.0.0.1:" + stub.port(), provider() + ":m");
  }

  @Test
  void aServerThatQuotesTheKeyDoesNotGetItIntoAMessage() {
    String said = "wrong key " + KEY + " given";

    assertThat(failing(new StubReply.Status(400, Map.of(), said, Duration.ZERO)).getMessage())
        .contains("wrong key *** given");
    failing(new StubReply.Status(401, Map.of(), said, Duration.ZERO));
    failing(new StubReply.Then("half ", format().error(503, said)));
    failing(new StubReply.Body(400, "<html>" + said));
  }

  @Test
  void aRedirectIsNotFollowed() {
    try (StubModelServer elsewhere = StubModelServer.running(format(), newest -> "hello")) {
      Map<String, String> there = Map.of("Location", elsewhere.root() + "/v1/messages");

      assertThat(failing(StubReply.status(307, there)).kind()).isEqualTo(Kind.BAD_REQUEST);
      assertThat(elsewhere.counts().total()).isZero();
    }
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
            wait -> assertThat(wait).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60)));
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
  void aStreamThatTellsOfAnErrorIsNoReply() {
    ModelCallException failure =
        failing(new StubReply.Then("half a ", format().error(503, "too busy")));

    assertThat(failure.kind()).isEqualTo(Kind.SERVER_ERROR);
    assertThat(failure.lost()).isEqualTo(1);
    assertThat(failure.getMessage()).contains("too busy");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"choices\": [{", "this is no JSON", "\u0000"})
  void aStreamThatCannotBeReadIsNoReply(String event) {
    ModelCallException failure = failing(new StubReply.Then("half a ", event));

    assertThat(failure.kind()).isEqualTo(Kind.SERVER_ERROR);
    assertThat(failure.kind().retryable()).isTrue();
    assertThat(failure.lost()).isEqualTo(1);
  }

  @Test
  void aReplyThatIsKeptBackIsNoReplyAndSaysWhy() {
    ModelCallException failure = failing(StubReply.ending("", refusal()));

    assertThat(failure.kind()).isEqualTo(Kind.BAD_REQUEST);
    assertThat(failure.lost()).isEqualTo(1);
    assertThat(failure.getMessage()).contains("without a text", refusal());
  }

  @Test
  void aReplyThatBecomesTooLongArrivesAsFarAsItGoes() {
    behaviour = request -> StubReply.ending("one two", length());

    assertThat(reply(call()).text()).isEqualTo("one two");
    assertThat(failing(StubReply.ending("", length())).getMessage()).contains(length());
  }

  @Test
  void aReplyThatSaysNothingIsAReply() {
    behaviour = request -> StubReply.text("");

    assertThat(reply(call()).text()).isEmpty();
  }

  @Test
  void aServerThatCannotBeReachedHasSpentNothing() throws IOException {
    int freed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      freed = socket.getLocalPort();
    }
    ModelClient nobody = models(URI.create("http://127.0.0.1:" + freed)).model("m");

    ModelCallException failure = failure(nobody.complete(root("go"), UNHEARD));

    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure.lost()).isZero();
    assertThat(failure.getMessage()).contains("127.0.0.1:" + freed, "cannot be reached");
  }

  @ParameterizedTest
  @CsvSource({"''", "'some words '"})
  void theDeadlineClosesTheConnectionBeforeAndWithinTheReply(String sent) {
    behaviour = request -> new StubReply.Hang(sent);

    ModelCallException failure =
        failure(client().complete(within(root("go"), Duration.ofMillis(700)), UNHEARD));

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
    ModelClient client = client();
    reply(client.complete(root("go"), UNHEARD));
    behaviour = request -> new StubReply.Drop("");

    assertThat(failure(client.complete(root("go"), UNHEARD)).kind()).isEqualTo(Kind.CONNECTION);

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
            new RetryingModelClient(client(), policy, timer, new Random(3))
                .complete(root("go"), UNHEARD));

    assertThat(reply.text()).isEqualTo("whole");
    assertThat(reply.lost()).isEqualTo(1);
    assertThat(stub.counts().of("s/t1/s1")).isEqualTo(4);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(295));
  }

  @Test
  void closingTheModelsEndsWhatIsOnItsWay() {
    behaviour = request -> new StubReply.Hang("");
    ModelSource source = models(stub.root());
    CompletableFuture<ModelReply> call = source.model("m").complete(root("go"), UNHEARD);
    assertThat(stub.counts().await(StubCounts::total, 1, PATIENCE)).isTrue();

    source.close();

    assertThat(stub.counts().await(StubCounts::dropped, 1, PATIENCE)).isTrue();
    assertThat(failure(call).kind()).isEqualTo(Kind.CONNECTION);
  }
}
