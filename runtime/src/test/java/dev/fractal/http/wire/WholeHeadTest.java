package dev.fractal.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

final class WholeHeadTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final int MOST = 300;

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  @Test
  void whateverPiecesAHeadComesInItArrivesWholeAndNothingIsLost() throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var text = text(random);
      var arrived = through(pieces(text, random));
      assertThat(String.join("", arrived)).as("seed %d", seed).isEqualTo(whole(text) ? text : "");
      if (!arrived.isEmpty()) {
        assertThat(whole(arrived.getFirst())).as("seed %d", seed).isTrue();
      }
    }
  }

  @Test
  void halfOfAHeadGoesNowhereAndEndsInItsTime() throws Exception {
    var never = Source.<SslTlsInbound>maybe();
    var source = Source.single(bytes("GET / HTTP/1.1\r\nHost: h\r\nX: ")).concat(never);
    var arrived =
        source
            .via(new WholeHead(MOST, Duration.ofMillis(100)))
            .runWith(Sink.seq(), KIT.system())
            .toCompletableFuture()
            .get(10, TimeUnit.SECONDS);
    assertThat(arrived).isEmpty();
  }

  /** An empty line behind something, more than is held back, or what is no HTTP. */
  private static boolean whole(String text) {
    boolean strange =
        !Character.isUpperCase(text.charAt(0))
            || (text.contains("\n") && !text.substring(0, text.indexOf('\n')).contains(" HTTP/"));
    return strange || text.contains("\n\r\n") || text.contains("\n\n") || text.length() > MOST;
  }

  private static String text(Random random) {
    var line = random.nextBoolean() ? "\r\n" : "\n";
    var first =
        switch (random.nextInt(5)) {
          case 0 -> "\u0016\u0003\u0001 no HTTP at all";
          case 1 -> "HELO there";
          default -> "GET /" + random.nextInt(9) + " HTTP/1.1";
        };
    var head = new StringBuilder(first).append(line);
    IntStream.range(0, random.nextInt(12))
        .forEach(
            i ->
                head.append("X-")
                    .append(i)
                    .append(": ")
                    .append("v".repeat(random.nextInt(60)))
                    .append(line));
    return switch (random.nextInt(3)) {
      case 0 -> head.toString();
      case 1 -> head + line;
      default -> head + line + "a body\r\n\r\nwith lines" + random.nextInt();
    };
  }

  private static List<String> pieces(String text, Random random) {
    var pieces = new ArrayList<String>();
    for (int from = 0; from < text.length(); ) {
      int to = Math.min(text.length(), from + 1 + random.nextInt(random.nextBoolean() ? 3 : 200));
      pieces.add(text.substring(from, to));
      from = to;
    }
    return pieces;
  }

  private static List<String> through(List<String> pieces) throws Exception {
    return Source.from(pieces.stream().map(WholeHeadTest::bytes).toList())
        .via(new WholeHead(MOST, Duration.ofSeconds(30)))
        .map(each -> ((SessionBytes) each).bytes().utf8String())
        .runWith(Sink.seq(), KIT.system())
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }

  private static SslTlsInbound bytes(String text) {
    return new SessionBytes(session(), ByteString.fromString(text, StandardCharsets.UTF_8));
  }

  private static SSLSession session() {
    try {
      return SSLContext.getDefault().createSSLEngine().getSession();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
