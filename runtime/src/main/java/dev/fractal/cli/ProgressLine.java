package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.client.Progress;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.Inert;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One line on the terminal, drawn again in place while a turn runs and cleared at its end. */
final class ProgressLine {
  private static final String CLEAR = "\r\u001b[K";

  private final Console console;
  private final Duration pause;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile Optional<Progress> newest = Optional.empty();

  private ProgressLine(Console console, Duration pause) {
    this.console = console;
    this.pause = pause;
  }

  /** Closing it clears the line. */
  interface Following extends AutoCloseable {
    @Override
    void close();
  }

  /** Follows a session if a person sits at the terminal; else the handle does nothing. */
  static Following follow(
      Node node, SessionId session, Invocation invocation, CliSettings settings) {
    var console = invocation.env().console();
    if (invocation.json() || !console.terminals().err()) {
      return () -> {};
    }
    var line = new ProgressLine(console, settings.redraw());
    var watch = node.watch(session, news -> line.newest = Optional.of(news));
    var painter = Thread.ofPlatform().daemon().name("progress-line").start(line::paint);
    return () -> line.end(painter, watch);
  }

  /** The line at a moment, cut so that the {@code ^C} of an interrupt does not make it wrap. */
  static String render(Optional<Progress> news, Duration elapsed, int columns) {
    var time = Wording.elapsed(elapsed);
    var text = news.map(progress -> phase(progress, time)).orElse("starting · " + time);
    return Wording.shortened(Inert.line(text), Math.max(20, columns - 3));
  }

  private static String phase(Progress progress, String time) {
    return "turn %d step %d · %s · %s · %s"
        .formatted(
            progress.turn(),
            progress.step(),
            progress.phase(),
            time,
            Wording.spend(progress.spend()));
  }

  private void paint() {
    var start = System.nanoTime();
    try {
      do {
        var elapsed = Duration.ofNanos(System.nanoTime() - start);
        draw(CLEAR + render(newest, elapsed, console.terminals().columns()));
      } while (!ended.await(pause.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    draw(CLEAR);
  }

  private void draw(String text) {
    console.err().print(text);
    console.err().flush();
  }

  private void end(Thread painter, AutoCloseable watch) {
    ended.countDown();
    try {
      painter.join();
      watch.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IllegalStateException("the watch of a session could not be ended", e);
    }
  }
}
