package dev.fractal.http.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.TLSProtocol.SessionBytes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Holds the first bytes of a connection back until the head of its first request may be whole: an
 * empty line was seen, or more bytes came than are held. What is no HTTP passes at once, so that it
 * is told so. Nothing is built behind it for whoever never says so much, and the connection is
 * closed when the time of a head is over.
 */
final class WholeHead extends GraphStage<FlowShape<SslTlsInbound, SslTlsInbound>> {
  private static final String LATE = "late";

  private final Inlet<SslTlsInbound> in = Inlet.create("WholeHead.in");
  private final Outlet<SslTlsInbound> out = Outlet.create("WholeHead.out");
  private final FlowShape<SslTlsInbound, SslTlsInbound> shape = FlowShape.of(in, out);
  private final int most;
  private final Duration time;

  /**
   * A gate for one connection.
   *
   * @param most bytes that are held back; with more of them the parser decides
   * @param time for the head
   */
  WholeHead(int most, Duration time) {
    this.most = most;
    this.time = time;
  }

  @Override
  public FlowShape<SslTlsInbound, SslTlsInbound> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Gate();
  }

  private final class Gate extends TimerGraphStageLogic {
    private ByteArrayOutputStream held = new ByteArrayOutputStream(256);
    private boolean open;
    private boolean lineIsEmpty;
    private boolean begun;
    private byte first = 'A';

    Gate() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              arrived(grab(in));
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(in);
            }
          });
    }

    @Override
    public void preStart() {
      scheduleOnce(LATE, time);
    }

    @Override
    public void onTimer(Object key) {
      completeStage();
    }

    private void arrived(SslTlsInbound next) {
      if (open || !(next instanceof SessionBytes more)) {
        push(out, next);
        return;
      }
      hold(more.bytes().toArray());
      if (open) {
        cancelTimer(LATE);
        var all = new SessionBytes(more.session(), ByteString.fromArray(held.toByteArray()));
        held = new ByteArrayOutputStream(0);
        push(out, all);
      } else {
        pull(in);
      }
    }

    private void hold(byte[] bytes) {
      first = held.size() == 0 && bytes.length > 0 ? bytes[0] : first;
      for (int i = 0; i < bytes.length && !open; i++) {
        if (bytes[i] == '\n') {
          open = begun ? lineIsEmpty : !isRequestLine(bytes, i);
          begun = true;
          lineIsEmpty = true;
        } else if (bytes[i] != '\r') {
          lineIsEmpty = false;
        }
      }
      held.writeBytes(bytes);
      open |= held.size() > most || !isRequestsFirst(first);
    }

    private boolean isRequestLine(byte[] bytes, int end) {
      var line = new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
      return (held.toString(StandardCharsets.ISO_8859_1) + line).contains(" HTTP/");
    }

    private static boolean isRequestsFirst(byte each) {
      return each >= 'A' && each <= 'Z';
    }
  }
}
