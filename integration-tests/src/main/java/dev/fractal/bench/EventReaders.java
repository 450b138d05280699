package dev.fractal.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Readers of a session's live events, each with a connection of its own. One thread takes what
 * comes for all of them and only counts it, because it works on the machine that is measured.
 */
final class EventReaders implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final long LOOK_MILLIS = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String REQUEST =
      "GET %s HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\nLast-Event-ID: %d\r\n\r\n";

  private final Selector selector;
  private final List<EventCount> readers = new ArrayList<>();
  private final Object news = new Object();
  private final Thread thread;
  private Optional<String> broken = Optional.empty();
  private volatile boolean ended;

  private EventReaders(Selector selector) {
    this.selector = selector;
    this.thread = Thread.ofPlatform().daemon().name("event-readers").unstarted(this::read);
  }

  /**
   * Connects readers and returns when all of them are answered.
   *
   * @param stream the address of the live events
   * @param after the number of the last event that they do not want
   */
  static EventReaders connect(URI stream, int count, long after) {
    try {
      var all = new EventReaders(Selector.open());
      try {
        for (int i = 0; i < count; i++) {
          all.add(stream, after);
        }
        all.thread.start();
        all.await("readers are answered", EventCount::isAnswered);
        return all;
      } catch (IOException | RuntimeException e) {
        all.close();
        throw e;
      }
    } catch (IOException e) {
      throw new BenchException("the readers cannot connect to " + stream + ": " + e, e);
    }
  }

  private void add(URI stream, long after) throws IOException {
    var channel = SocketChannel.open(new InetSocketAddress(stream.getHost(), stream.getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    var request = REQUEST.formatted(stream.getPath(), stream.getAuthority(), after);
    var bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    channel.configureBlocking(false);
    var count = new EventCount();
    channel.register(selector, SelectionKey.OP_READ, count);
    readers.add(count);
  }

  /** Returns when every reader has got so many durable events. */
  void awaitEvents(long events) {
    await("readers have " + events + " events", reader -> reader.events() >= events);
  }

  private void await(String what, Predicate<EventCount> condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    synchronized (news) {
      while (!readers.stream().allMatch(condition)) {
        if (broken.isPresent()) {
          throw new BenchException("a reader's stream ended: " + broken.get());
        }
        if (System.nanoTime() - end > 0) {
          throw new BenchException(
              "after %d s not all %d %s".formatted(PATIENCE.toSeconds(), readers.size(), what));
        }
        glance();
      }
    }
  }

  private void glance() {
    try {
      news.wait(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("the benchmark was interrupted", e);
    }
  }

  private void read() {
    var buffer = ByteBuffer.allocateDirect(BUFFER);
    try {
      while (!ended) {
        selector.select();
        synchronized (news) {
          for (var key : selector.selectedKeys()) {
            take(key, buffer);
          }
          selector.selectedKeys().clear();
          news.notifyAll();
        }
      }
    } catch (IOException e) {
      stop(e.toString());
    }
  }

  private void take(SelectionKey key, ByteBuffer buffer) throws IOException {
    buffer.clear();
    int length = ((SocketChannel) key.channel()).read(buffer);
    if (length < 0) {
      key.cancel();
      stop("the server closed it");
      return;
    }
    ((EventCount) key.attachment()).take(buffer.flip());
  }

  private void stop(String why) {
    synchronized (news) {
      broken = Optional.of(why);
      news.notifyAll();
    }
  }

  @Override
  public void close() {
    ended = true;
    selector.wakeup();
    try {
      thread.join();
      for (var key : selector.keys()) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new BenchException("the readers cannot leave: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
