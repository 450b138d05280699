package dev.fractal.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** More connections than there are places. */
final class DoorTest {
  private static final String WHOLE = "GET /health/alive HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
  private static final String HALF = "GET /health/alive HTTP/1.1\r\nHost: ";
  private static final String LIVE =
      "GET /v1/sessions/s1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n";

  /** An answer that is not there by then is kept out by somebody. */
  private static final Duration SOON = Duration.ofSeconds(3);

  private final HttpRig rig =
      HttpRig.start(
          "fractal.http { max-connections = 8, max-connections-of-one = 6, header-timeout = 1m,"
              + " health.port = 0, events.keep-alive = 300ms }");
  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (var socket : open) {
      socket.close();
    }
    rig.close();
  }

  private Socket from(int last, URI address, String sent) throws IOException {
    var socket = new Socket();
    open.add(socket);
    socket.bind(
        new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}), 0));
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()), 3_000);
    socket.setSoTimeout((int) SOON.toMillis());
    socket.getOutputStream().write(sent.getBytes(US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  private Socket from(int last, String sent) throws IOException {
    return from(last, rig.server.address(), sent);
  }

  /** The first line of its answer; empty when it was hung up on. */
  private static String answer(Socket socket) throws IOException {
    try {
      var line =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII)).readLine();
      return line == null ? "" : line;
    } catch (SocketTimeoutException e) {
      return "nothing";
    }
  }

  /** As many clients as are needed to have all places. */
  private List<Socket> crowd(int size, String sent) throws IOException {
    var crowd = new ArrayList<Socket>();
    for (int i = 0; i < size; i++) {
      crowd.add(from(10 + i % 100, sent));
    }
    return crowd;
  }

  @Test
  void halfOfAHeadKeepsNobodyOut() throws IOException {
    crowd(60, HALF);

    assertThat(answer(from(2, WHOLE))).contains("200");
  }

  @Test
  void neitherDoWhoHasAskedAndAsksNoMoreNorWhoAsksAHalf() throws IOException {
    for (var one : crowd(8, WHOLE)) {
      assertThat(answer(one)).contains("200");
      one.getOutputStream().write(HALF.getBytes(US_ASCII));
    }

    for (int i = 0; i < 20; i++) {
      assertThat(answer(from(2, WHOLE))).contains("200");
    }
  }

  @Test
  void whoIsBeingAnsweredKeepsHisPlaceAndOthersWaitForOne() throws IOException {
    var live = crowd(8, LIVE);
    for (var one : live) {
      assertThat(answer(one)).contains("200");
    }
    for (int i = 0; i < 3; i++) {
      from(4, WHOLE).close();
    }
    var waiting = from(2, WHOLE);
    assertThat(answer(waiting)).isEqualTo("nothing");
    assertThat(answer(waiting)).as("after more than five seconds").isEqualTo("nothing");

    live.getLast().close();

    assertThat(answer(waiting)).contains("200");
    assertThat(live.getFirst().getInputStream().read()).isNotNegative();
  }

  @Test
  void aClientWithAllThatOneMayHaveIsToldSo() throws IOException {
    for (int i = 0; i < 6; i++) {
      assertThat(answer(from(3, LIVE))).contains("200");
    }

    var seventh = from(3, WHOLE);
    var answered = new String(seventh.getInputStream().readAllBytes(), US_ASCII);

    assertThat(answered).contains("429", "TooManyConnections", "6 connections");
    assertThat(answer(from(2, WHOLE))).contains("200");
  }

  @Test
  void whatOneLeavesLyingAboutMakesRoomForItself() throws IOException {
    for (int i = 0; i < 30; i++) {
      from(3, HALF);
    }

    assertThat(answer(from(3, WHOLE))).contains("200");
  }

  @Test
  void healthHasADoorOfItsOwnThatNoCrowdShuts() throws IOException {
    var health = rig.server.health().orElseThrow();
    for (var one : crowd(8, LIVE)) {
      assertThat(answer(one)).contains("200");
    }
    for (int i = 0; i < 300; i++) {
      from(10 + i % 100, health, HALF);
    }

    assertThat(answer(from(2, WHOLE))).isEqualTo("nothing");
    assertThat(answer(from(2, health, WHOLE))).contains("200");
    assertThat(answer(from(2, health, WHOLE.replace("alive", "ready")))).contains("200");
    assertThat(answer(from(2, health, WHOLE.replace("health/alive", "v1/sessions"))))
        .contains("404");
  }
}
