package dev.fractal.http.wire;

import java.time.Duration;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;

/**
 * The requests of one connection, which is closed unless the head of the first one is there in
 * time: else whoever sends half of a head, and a byte now and then, keeps a place for ever.
 */
public final class FirstRequest extends GraphStage<FlowShape<HttpRequest, HttpRequest>> {
  private static final String LATE = "late";

  private final Inlet<HttpRequest> in = Inlet.create("FirstRequest.in");
  private final Outlet<HttpRequest> out = Outlet.create("FirstRequest.out");
  private final FlowShape<HttpRequest, HttpRequest> shape = FlowShape.of(in, out);
  private final Duration time;

  public FirstRequest(Duration time) {
    this.time = time;
  }

  @Override
  public FlowShape<HttpRequest, HttpRequest> shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Clock();
  }

  private final class Clock extends TimerGraphStageLogic {
    Clock() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              cancelTimer(LATE);
              push(out, grab(in));
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
  }
}
