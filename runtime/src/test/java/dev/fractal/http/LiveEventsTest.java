package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent.StopRequested;
import dev.fractal.view.SampleJournal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class LiveEventsTest {
  private static final SessionId SESSION = SampleJournal.SESSION;
  private static final int STORED = SampleJournal.entries().size();
  private HttpRig rig =
      HttpRig.start("fractal.http.events { poll-interval = 50ms, keep-alive = 200ms }");

  @AfterEach
  void close() {
    rig.close();
  }

  private void again(String settings) {
    rig.close();
    rig = HttpRig.start(settings);
  }

  private void add() {
    rig.store.add(SESSION, new StopRequested(SampleJournal.AT));
  }

  /** Reads a stream of server-sent events. */
  private static final class Stream implements AutoCloseable {
    private final BufferedReader lines;

    Stream(HttpRig rig, String path, String... headers) {
      var all = new ArrayList<>(List.of("Accept", "text/event-stream"));
      all.addAll(List.of(headers));
      lines =
          new BufferedReader(
              new InputStreamReader(
                  rig.open(path, all.toArray(String[]::new)), StandardCharsets.UTF_8));
    }

    /** The next lines that begin with a word. */
    List<String> next(int count, String word) throws IOException {
      var found = new ArrayList<String>();
      while (found.size() < count) {
        var line = lines.readLine();
        if (line == null) {
          throw new AssertionError("the stream ended after " + found);
        }
        if (line.startsWith(word)) {
          found.add(line);
        }
      }
      return found;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  private static List<String> ids(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(number -> "id: " + number).toList();
  }

  @Test
  void aReaderGetsWhatIsStoredAndThenWhatComes() throws IOException {
    try (var stream = new Stream(rig, "/v1/sessions/s1/events")) {
      assertThat(stream.next(STORED, "id: ")).isEqualTo(ids(1, STORED));
      add();
      add();
      assertThat(stream.next(2, "id: ")).isEqualTo(ids(STORED + 1, STORED + 2));
    }
  }

  @Test
  void whoeverComesBackGoesOnAfterTheLastEventItHas() throws IOException {
    try (var stream = new Stream(rig, "/v1/sessions/s1/events", "Last-Event-ID", "13")) {
      assertThat(stream.next(2, "id: ")).isEqualTo(ids(14, 15));
    }
    add();
    try (var stream = new Stream(rig, "/v1/sessions/s1/events?after=15")) {
      assertThat(stream.next(1, "id: ")).isEqualTo(ids(16, 16));
    }
    List<String> tree;
    try (var stream = new Stream(rig, "/v1/sessions/s1/tree/events")) {
      tree = stream.next(16, "id: ");
    }
    var last = tree.get(13).substring("id: ".length());
    try (var stream = new Stream(rig, "/v1/sessions/s1/tree/events", "Last-Event-ID", last)) {
      assertThat(stream.next(2, "id: ")).isEqualTo(tree.subList(14, 16));
    }
  }

  @ParameterizedTest
  @CsvSource({"turns=1,11", "turns=2,10", "turn=2,10", "turn=3,11", "turns=1&turn=2,10"})
  void aStreamBeginsWithTheTurnsThatAreAskedFor(String part, int first) throws IOException {
    for (var events : List.of("events", "tree/events")) {
      try (var stream = new Stream(rig, "/v1/sessions/s1/" + events + "?" + part)) {
        assertThat(stream.next(1, "data: ").getFirst()).contains("\"sequence\":" + first + ",");
        assertThat(stream.next(STORED - first, "id: ")).hasSize(STORED - first);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"turns=3", "turns=99", "turn=1", "turn=99&turns=3"})
  void aStreamOfAllTurnsBeginsWithTheSession(String part) throws IOException {
    try (var stream = new Stream(rig, "/v1/sessions/s1/tree/events?" + part)) {
      assertThat(stream.next(1, "data: ").getFirst()).contains("\"sequence\":1,");
    }
    try (var stream = new Stream(rig, "/v1/sessions/s1/events?after=13&" + part)) {
      assertThat(stream.next(2, "id: ")).isEqualTo(ids(14, 15));
    }
  }

  @Test
  void transientNewsComesInBetweenWithoutAnId() throws IOException {
    try (var stream = new Stream(rig, "/v1/sessions/s1/events?after=" + STORED)) {
      stream.next(1, "retry:");
      while (rig.listeners.getOrDefault(SESSION, List.of()).isEmpty()) {
        Thread.onSpinWait();
      }
      rig.tell(SESSION, "Hel\u001blo");
      assertThat(stream.next(1, "event: ")).containsExactly("event: progress");
      assertThat(stream.next(1, "data: ").getFirst())
          .contains("\"delta\":\"Hel\\u001Blo\"", "\"sessionId\":\"s1\"");
      add();
      assertThat(stream.next(1, "id: ")).isEqualTo(ids(STORED + 1, STORED + 1));
    }
    while (!rig.listeners.getOrDefault(SESSION, List.of()).isEmpty()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void manyReadersShareOneLookAtTheJournal() throws IOException {
    again("fractal.http.events.poll-interval = 1m");
    var streams = new ArrayList<Stream>();
    for (int i = 0; i < 20; i++) {
      streams.add(new Stream(rig, "/v1/sessions/s1/events?after=" + STORED));
      streams.getLast().next(1, "retry:");
    }
    while (rig.listeners.getOrDefault(SESSION, List.of()).isEmpty()) {
      Thread.onSpinWait();
    }
    rig.tell(SESSION, "first");
    for (var stream : streams) {
      stream.next(1, "event: progress");
    }
    int before = rig.store.reads();
    add();
    rig.tell(SESSION, "second");
    for (var stream : streams) {
      assertThat(stream.next(1, "id: ")).isEqualTo(ids(STORED + 1, STORED + 1));
    }
    assertThat(rig.store.reads() - before).isLessThan(10);
    assertThat(rig.listeners.get(SESSION)).hasSize(1);
    for (var stream : streams) {
      stream.close();
    }
  }

  @Test
  void aReaderThatWasOvertakenIsToldOfTheGapAndLosesNothingDurable() throws IOException {
    again("fractal.http.events { buffer = 16, poll-interval = 20ms, stall-timeout = 30s }");
    try (var socket = connected("/v1/sessions/s1/events?after=" + STORED)) {
      var lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      while (rig.listeners.getOrDefault(SESSION, List.of()).isEmpty()) {
        Thread.onSpinWait();
      }
      rig.tell(SESSION, "live");
      while (!lines.readLine().startsWith("event: progress")) {
        Thread.onSpinWait();
      }
      int added = 0;
      while (added < 2_000) {
        add();
        added++;
        if (added % 100 == 0) {
          rig.tell(SESSION, "x".repeat(2_000));
        }
      }
      int last = STORED;
      boolean gap = false;
      while (last < STORED + added) {
        var line = lines.readLine();
        gap |= line.startsWith("event: gap");
        if (line.startsWith("id: ")) {
          assertThat(Integer.parseInt(line.substring(4))).isEqualTo(last + 1);
          last++;
        }
      }
      assertThat(gap).isTrue();
    }
  }

  @Test
  void aReaderThatTakesNothingIsCut() throws IOException {
    again("fractal.http.events { buffer = 64, poll-interval = 20ms, stall-timeout = 300ms }");
    try (var socket = connected("/v1/sessions/s1/events?after=" + STORED)) {
      while (rig.listeners.getOrDefault(SESSION, List.of()).isEmpty()) {
        Thread.onSpinWait();
      }
      var big = "x".repeat(5_000);
      while (!rig.listeners.getOrDefault(SESSION, List.of()).isEmpty()) {
        rig.tell(SESSION, big);
        LockSupport.parkNanos(100_000);
      }
      assertThat(socket.isClosed()).isFalse();
    }
  }

  private Socket connected(String path) throws IOException {
    var socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.server.address().getPort()),
        5_000);
    socket
        .getOutputStream()
        .write(
            ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  @Test
  void linesMayGoOnForEver() throws IOException {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(
                rig.open("/v1/sessions/s1/events?follow=true&after=14"), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).startsWith("{\"sequence\":15,");
      add();
      assertThat(lines.readLine()).startsWith("{\"sequence\":16,");
    }
  }

  @Test
  void streamsEndWhenTheServerDoes() throws IOException {
    try (var stream = new Stream(rig, "/v1/sessions/s1/events")) {
      stream.next(STORED, "id: ");
      rig.server.close();
      assertThat(rest(stream.lines)).doesNotContain("event: gap");
    }
  }

  /** What still comes until the stream ends: with its last chunk, or cut off. */
  private static List<String> rest(BufferedReader lines) {
    var rest = new ArrayList<String>();
    try {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        rest.add(line);
      }
    } catch (IOException cut) {
      assertThat(cut).hasMessage("closed");
    }
    return rest;
  }

  @Test
  void aSilentStreamSaysThatItLives() throws IOException {
    again("fractal.http.events { poll-interval = 20ms, keep-alive = 100ms }");
    try (var stream = new Stream(rig, "/v1/sessions/s1/events?after=15")) {
      assertThat(stream.next(2, ": ")).containsExactly(": alive", ": alive");
    }
  }
}
