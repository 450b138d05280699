package dev.fractal.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.view.Glance;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a session looks like is the node's to say: none of its events is fetched for it. */
final class RemoteReaderTest {
  private static final SessionId SESSION = new SessionId("s1");
  private static final String DOCUMENT =
      """
      {"sessionId": "s1", "status": "running", "events": 1600000, "earlierTurns": 9998,
       "usage": {"input": 7, "output": 1, "cached": 0}, "cost": {"usd": 0.0009}, "head": null,
       "turns": [{"turnId": 9999, "status": "running"}, {"turnId": 10000, "status": "queued"}]}
      """;

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server = server();

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    var _ =
        server.createContext(
            "/",
            exchange -> {
              asked.add(exchange.getRequestURI().toString());
              var bytes = DOCUMENT.getBytes(StandardCharsets.UTF_8);
              exchange.sendResponseHeaders(200, bytes.length);
              exchange.getResponseBody().write(bytes);
              exchange.close();
            });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void newsOfALongSessionBeginWithItsOpenTurn() throws Exception {
    var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (var node = RemoteNode.at(address, Optional.empty());
        var stream = (EventStream) node.watch(SESSION, _ -> {})) {
      assertThat(stream.end().get(30, TimeUnit.SECONDS)).isFalse();
    }

    assertThat(asked)
        .containsExactly(
            "/v1/sessions/s1/events?after=0&limit=1",
            "/v1/sessions/s1?turns=50",
            "/v1/sessions/s1/events?turn=9999");
  }

  @Test
  void aLongSessionIsShownAndDescribedByItsDocument() {
    var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    try (var reader = RemoteReader.of(address, Optional.empty())) {
      var page = new Glance.Page(Optional.of(20), 10);
      assertThat(reader.glance(SESSION, page).orElseThrow().at("/cost/usd").asText())
          .isEqualTo("0.0009");
      assertThat(reader.highest(SESSION)).isEqualTo(1_600_000);
      var described = (Described) reader.described(SESSION).orElseThrow();
      assertThat(described.status()).isEqualTo(SessionStatus.RUNNING);
      assertThat(described.turns()).isEqualTo(10_000);
      assertThat(described.openTurn()).contains(9999);
      assertThat(described.queued()).isEqualTo(1);
    }

    assertThat(asked)
        .containsExactly(
            "/v1/sessions/s1?turns=10&before=20",
            "/v1/sessions/s1?turns=1",
            "/v1/sessions/s1?turns=50");
  }
}
