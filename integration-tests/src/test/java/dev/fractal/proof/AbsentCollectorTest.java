package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.TurnOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * A collector that is away, refuses or never answers costs its traces, a line, and nothing else.
 */
@Timeout(120)
final class AbsentCollectorTest {
  private static final String BOOK =
      "clauses: [{regex: \".*\", reply: \"```js\\nFINAL(7)\\n```\"}]";
  private static final int MOST = 300;
  private static final Duration QUICK = Duration.ofSeconds(10);

  private final Logger log = (Logger) LoggerFactory.getLogger("dev.fractal.telemetry.trace");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @TempDir Path directory;

  @BeforeEach
  void listen() {
    lines.start();
    log.setLevel(Level.WARN);
    log.addAppender(lines);
  }

  @AfterEach
  void leave() {
    log.detachAppender(lines);
    log.setLevel(null);
  }

  private List<String> logged() {
    return List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static void runs(TracedNode node, String session) {
    assertThat(node.turn(session, "Go").outcome())
        .isEqualTo(new TurnOutcome.Finished(Content.inline("7")));
  }

  private static void stopsQuickly(TracedNode node) {
    long begun = System.nanoTime();
    node.close();
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(QUICK);
  }

  @Test
  void turnsRunWhileItIsAwayAndItsReturnIsNoticed() throws IOException {
    int port = freePort();
    var endpoint = URI.create("http://127.0.0.1:" + port + "/v1/traces");
    try (var node = TracedNode.start(directory, endpoint, BOOK)) {
      for (int turn = 1; turn <= 5; turn++) {
        runs(node, "away-" + turn);
        awaitLines(1);
      }
      try (var collector = StubCollector.start(port)) {
        for (int turn = 1; turn < MOST && logged().size() < 2; turn++) {
          runs(node, "back-" + turn);
        }
        collector.spansWith("one after its return", span -> span.session().startsWith("back"));
        assertThat(logged()).hasSize(2);
      }
      assertThat(logged().getFirst())
          .startsWith(endpoint + " does not take traces, spans are dropped until it does: ")
          .contains("ConnectException");
      assertThat(logged().getLast()).contains("takes traces again");
    }
  }

  @Test
  void aRefusalIsToldOnce() throws IOException {
    try (var collector = StubCollector.start(0);
        var node = TracedNode.start(directory, collector.endpoint(), BOOK)) {
      collector.answering(401);
      for (int turn = 1; turn <= 3; turn++) {
        runs(node, "refused-" + turn);
        int told = turn;
        awaitTrue(() -> collector.requests() >= told);
      }
      stopsQuickly(node);
      assertThat(logged()).hasSize(1);
      assertThat(logged().getFirst()).contains("does not take traces", "it answers with an error");
    }
  }

  @Test
  void aNodeDoesNotWaitForACollectorThatNeverAnswers() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var endpoint = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/v1/traces");
      var node = TracedNode.start(directory, endpoint, BOOK);
      runs(node, "unheard-1");
      runs(node, "unheard-2");
      stopsQuickly(node);
      assertThat(logged()).hasSizeBetween(1, 2);
    }
  }

  @Test
  void whatEndsJustBeforeTheStopIsSent() throws IOException {
    try (var collector = StubCollector.start(0)) {
      var node = TracedNode.start(directory, collector.endpoint(), BOOK);
      for (int turn = 1; turn <= 20; turn++) {
        runs(node, "last-" + turn);
      }
      node.close();
      assertThat(collector.spans().stream().filter(span -> span.parent().isEmpty())).hasSize(20);
    }
  }

  private void awaitLines(int count) {
    awaitTrue(() -> logged().size() >= count);
  }

  private static void awaitTrue(BooleanSupplier condition) {
    long end = System.nanoTime() + QUICK.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("nanoseconds too late").isNegative();
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
