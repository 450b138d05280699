package dev.fractal.telemetry.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SentNoticesTest {
  private static final Duration SHORT = Duration.ofMillis(500);

  private final Queue<Integer> statuses = new ArrayDeque<>();
  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var status = statuses.poll();
      told.add(
          exchange.getRequestHeaders().getFirst("webhook-id")
              + " "
              + body
              + " "
              + (status == null ? 200 : status));
      exchange.sendResponseHeaders(status == null ? 200 : status, -1);
    }
  }

  private SentNotices sender(Duration retry, int queue) {
    return SentNotices.start(
        new WebhookConfig(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/x"),
            WebhookKey.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
            Duration.ofSeconds(5),
            retry,
            queue,
            SHORT));
  }

  private List<String> next(int count) throws InterruptedException {
    var all = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      all.add(String.valueOf(told.poll(20, TimeUnit.SECONDS)));
    }
    return all;
  }

  @Test
  void whatIsNotTakenIsSentAgainWithItsIdBeforeWhatCameLater() throws InterruptedException {
    statuses.addAll(List.of(500, 302));
    try (var sender = sender(Duration.ofMinutes(1), 9)) {
      sender.offer(new Notice("a", "1"));
      sender.offer(new Notice("b", "2"));
      assertThat(next(4)).containsExactly("a 1 500", "a 1 302", "a 1 200", "b 2 200");
    }
    assertThat(told).isEmpty();
  }

  @Test
  void whatIsNeverTakenIsDroppedAfterItsTime() throws InterruptedException {
    statuses.addAll(List.of(500));
    try (var sender = sender(Duration.ofMillis(100), 9)) {
      sender.offer(new Notice("a", "1"));
      sender.offer(new Notice("b", "2"));
      assertThat(next(2)).containsExactly("a 1 500", "b 2 200");
    }
  }

  @Test
  void aFullQueueDropsAndKeepsNobodyWaiting() throws InterruptedException {
    statuses.addAll(List.of(500));
    try (var sender = sender(Duration.ofMinutes(1), 2)) {
      sender.offer(new Notice("a", "1"));
      assertThat(next(1)).containsExactly("a 1 500");
      sender.offer(new Notice("b", "2"));
      sender.offer(new Notice("c", "3"));
      assertThat(next(2)).containsExactly("a 1 200", "b 2 200");
      sender.offer(new Notice("d", "4"));
      assertThat(next(1)).containsExactly("d 4 200");
    }
  }

  @Test
  void itEndsInItsTimeAlsoWhenNobodyTakesAnything() {
    server.stop(0);
    var sender = sender(Duration.ofMinutes(1), 9);
    sender.offer(new Notice("a", "1"));
    long begun = System.nanoTime();
    sender.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
  }
}
