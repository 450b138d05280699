package dev.fractal.gate;

import static dev.fractal.gate.Gates.done;
import static dev.fractal.gate.Gates.failure;
import static dev.fractal.gate.Gates.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FetcherTest {
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch over = new CountDownLatch(1);

  @AutoClose
  private final Gate gate =
      Gates.gate(
          "fractal.gate.fetch { max-size = 1000, deadline = 2s, max-redirects = 3 }",
          FetcherTest::addresses);

  private final HttpServer server = server();

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A resolver for which some public names lead to private places. */
  private static List<InetAddress> addresses(String host) throws UnknownHostException {
    return switch (host) {
      case "inside.example.com" -> List.of(InetAddress.ofLiteral("10.1.2.3"));
      case "meta.example.com" -> List.of(InetAddress.ofLiteral("169.254.169.254"));
      case "meta6.example.com" -> List.of(InetAddress.ofLiteral("fd00:ec2::254"));
      case "both.example.com" ->
          List.of(InetAddress.ofLiteral("93.184.216.34"), InetAddress.ofLiteral("127.0.0.1"));
      case "nat64.example.com" -> List.of(InetAddress.ofLiteral("64:ff9b::7f00:1"));
      case "mapped.example.com" -> List.of(InetAddress.ofLiteral("::ffff:127.0.0.1"));
      case "six.example.com" -> List.of(InetAddress.ofLiteral("2002:7f00:1::"));
      case "gone.example.com" -> throw new UnknownHostException(host);
      default -> List.of(InetAddress.getAllByName(host));
    };
  }

  @BeforeEach
  void serve() {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    over.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      switch (path) {
        case "/text" -> reply(exchange, 200, "größer");
        case "/latin" -> {
          exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=ISO-8859-1");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("größer".getBytes(StandardCharsets.ISO_8859_1));
        }
        case "/missing" -> reply(exchange, 404, "no");
        case "/big" -> reply(exchange, 200, "x".repeat(1001));
        case "/full" -> reply(exchange, 200, "x".repeat(1000));
        case "/slow" -> hang(exchange);
        case "/loop" -> redirect(exchange, "/loop");
        case "/once" -> redirect(exchange, "/text");
        default -> redirect(exchange, exchange.getRequestURI().getQuery());
      }
    }
  }

  private void hang(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write('x');
    exchange.getResponseBody().flush();
    try {
      over.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void redirect(HttpExchange exchange, String to) throws IOException {
    exchange.getResponseHeaders().set("Location", to);
    exchange.sendResponseHeaders(302, -1);
  }

  private static void reply(HttpExchange exchange, int status, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private Outcome<FetchedText> fetch(String url, String... hosts) {
    return gate.fetchText(Gates.territory(Path.of("/"), "network", hosts), url);
  }

  private Outcome<FetchedText> fetchNamed(String path) {
    return fetch(url(path), "127.0.0.1:" + server.getAddress().getPort(), "*");
  }

  @Test
  void aNamedHostIsFetchedFrom() {
    assertThat(done(fetchNamed("/text")))
        .isEqualTo(new FetchedText(url("/text"), 200, "", "größer"));
    assertThat(done(fetchNamed("/latin")).text()).isEqualTo("größer");
    assertThat(done(fetchNamed("/missing")).status()).isEqualTo(404);
    assertThat(done(fetchNamed("/once")).url()).isEqualTo(url("/text"));
  }

  @Test
  void aWildcardDoesNotReachPrivateAddresses() {
    refusal(fetch(url("/text"), "*"));
    refusal(fetch(url("/text").replace("127.0.0.1", "localhost"), "*"));
    refusal(fetch(url("/text"), "127.0.0.1:1"));

    assertThat(requests).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::]/",
        "http://0.0.0.0/",
        "http://0/",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://[fe80::1]/",
        "http://[fe80::1%25lo]/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://a.localhost/",
        "http://inside.example.com/",
        "http://meta.example.com/",
        "http://meta6.example.com/",
        "http://both.example.com/",
        "http://nat64.example.com/",
        "http://mapped.example.com/",
        "http://six.example.com/",
        "http://user:pass@example.com/",
        "http://example.com@127.0.0.1/",
        "file:///etc/passwd",
        "ftp://example.com/",
        "jar:http://example.com/a.jar!/x",
        "http:///x",
        "//example.com/x",
        "http://exa mple.com/"
      })
  void whatIsNotPublicIsRefusedUnderAWildcardAndAfterARedirect(String url) {
    refusal(fetch(url, "*"));
    var encoded = URLEncoder.encode(url, StandardCharsets.UTF_8);
    if (!url.startsWith("//") && !url.startsWith("http:///")) {
      refusal(fetchNamed("/to?" + encoded));
    }
  }

  @Test
  void aRedirectToAHostThatIsNotAdmittedIsRefused() {
    var here = "127.0.0.1:" + server.getAddress().getPort();

    refusal(fetch(url("/to?http://example.org/"), here));
    refusal(fetch(url("/to?http://127.0.0.1:1/"), here));
    assertThat(requests).hasValue(2);
  }

  @Test
  void aNameThatIsOnlyPublicDoesNotReachItsPrivateAddress() {
    assertThat(refusal(fetch("http://inside.example.com/", "inside.example.com/public")))
        .contains("private address");
    failure(fetch("http://gone.example.com/", "*"));
    refusal(fetch("not a url", "*"));
  }

  @Test
  void redirectsEnd() {
    assertThat(failure(fetchNamed("/loop"))).contains("more than 3 times");
    assertThat(requests).hasValue(4);
  }

  @Test
  void bodiesAreCapped() {
    assertThat(done(fetchNamed("/full")).text()).hasSize(1000);
    assertThat(failure(fetchNamed("/big"))).contains("more than 1000 bytes");
  }

  @Test
  void aBodyThatNeverEndsMeetsTheDeadline() {
    assertThat(failure(fetchNamed("/slow"))).contains("within 2 s");
  }

  @Test
  void aNameThatMovesToAPrivateAddressMeanwhileLosesItsAnswer() {
    var lookups = new AtomicInteger();
    NameLookup rebinding =
        _ ->
            List.of(
                lookups.getAndIncrement() == 0
                    ? InetAddress.ofLiteral("93.184.216.34")
                    : InetAddress.getLoopbackAddress());
    var network = Gates.territory(Path.of("/"), "network", "*").capability().network();
    var check = new HostCheck(network, rebinding);
    var url = URI.create("http://moving.example.com/");

    assertThat(catchThrowable(() -> check.recheck(url, check.check(url))))
        .isInstanceOf(GateRefusal.class);
  }
}
