package dev.fractal.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Heads and bodies that never end, many at once. */
final class BodiesTest {
  private static final int PART = 240_000;
  private static final int WHOLE = 250_000;

  private final HttpRig rig =
      HttpRig.start(
          "fractal.http { max-request-size = 256 KiB, max-bodies = 400 KiB, max-connections = 8,"
              + " header-timeout = 500ms }");
  private final List<Socket> open = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    hangUp();
    rig.close();
  }

  private void hangUp() throws IOException {
    for (var socket : open) {
      socket.close();
    }
    open.clear();
  }

  /** Sends a part of a body and leaves the rest away. */
  private void begun() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), rig.server.address().getPort());
    open.add(socket);
    var head =
        "POST /v1/sessions/s1/compact HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + WHOLE
            + "\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(US_ASCII));
    socket.getOutputStream().write(" ".repeat(PART).getBytes(US_ASCII));
    socket.getOutputStream().flush();
  }

  /** The first line of the first answer that any of them gets, which must come in time. */
  private String firstAnswer() throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < end) {
      for (var socket : open) {
        if (socket.getInputStream().available() > 0) {
          var in = new InputStreamReader(socket.getInputStream(), US_ASCII);
          return String.valueOf(new BufferedReader(in).readLine());
        }
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    return "no answer";
  }

  @Test
  void theyTakeNoMoreThanTheirShareTogetherAndGiveItBack() throws IOException {
    begun();
    begun();
    begun();

    assertThat(firstAnswer()).contains("503");
    assertThat(rig.get("/health/alive").status()).isEqualTo(200);
    assertThat(rig.post("/v1/sessions/s1/compact", "{}").status()).isEqualTo(200);
    hangUp();
    assertThat(acceptedInTime(" ".repeat(WHOLE) + "{}")).isTrue();
  }

  /** More of them than there are places; each sends a byte now and then. */
  @Test
  void halfOfAHeadKeepsNoPlace() throws IOException {
    for (int i = 0; i < 20; i++) {
      var socket = new Socket(InetAddress.getLoopbackAddress(), rig.server.address().getPort());
      open.add(socket);
      socket.getOutputStream().write("GET /health/alive HTTP/1.1\r\n".getBytes(US_ASCII));
      socket.getOutputStream().flush();
    }

    assertThat(rig.get("/health/alive").status()).isEqualTo(200);
  }

  private boolean acceptedInTime(String body) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (System.nanoTime() < end) {
      if (rig.post("/v1/sessions/s1/compact", body).status() == 200) {
        return true;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return false;
  }
}
