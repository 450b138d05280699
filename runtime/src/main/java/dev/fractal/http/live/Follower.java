package dev.fractal.http.live;

import dev.fractal.client.Progress;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.EventJson;
import dev.fractal.view.Inert;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one stream for all its readers: looks at the journal after every piece of transient news,
 * else at an interval. Sessions only leave a note here; they never wait.
 */
final class Follower implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

  /** News of this time is handled together. */
  private static final long TOGETHER_NANOS = 20_000_000;

  private final EventLog log;
  private final Function<RecordedEvents, ByteString> encode;
  private final BiFunction<SessionId, Consumer<Progress>, AutoCloseable> feed;
  private final LiveConfig config;
  private final Ring ring;
  private final BlockingQueue<Progress> news;
  private final Semaphore bell = new Semaphore(0);
  private final Map<SessionId, AutoCloseable> watches = new HashMap<>();
  private volatile boolean ended;

  Follower(
      EventLog log,
      Function<RecordedEvents, ByteString> encode,
      BiFunction<SessionId, Consumer<Progress>, AutoCloseable> feed,
      LiveConfig config) {
    this.log = log;
    this.encode = encode;
    this.feed = feed;
    this.config = config;
    this.ring = new Ring(config.buffer());
    this.news = new ArrayBlockingQueue<>(config.buffer());
  }

  Ring ring() {
    return ring;
  }

  Item item(RecordedEvents event) {
    return new Item(Optional.of(event), encode.apply(event));
  }

  EventLog log() {
    return log;
  }

  void end() {
    ended = true;
    bell.release();
    ring.close();
  }

  @Override
  public void run() {
    try {
      follow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ring.close();
      watches.values().forEach(Follower::unwatch);
    }
  }

  private void follow() throws InterruptedException {
    var cursor = Optional.<Cursor>empty();
    long silentSince = System.nanoTime();
    while (!ended) {
      var transients = new ArrayList<Progress>();
      news.drainTo(transients);
      long before = ring.next();
      cursor = read(cursor);
      ring.append(transients.stream().map(Follower::item).toList());
      if (ring.next() > before) {
        silentSince = System.nanoTime();
      } else if (System.nanoTime() - silentSince > config.keepAlive().toNanos()) {
        ring.wake();
        silentSince = System.nanoTime();
      }
      if (bell.tryAcquire(config.poll().toMillis(), TimeUnit.MILLISECONDS)) {
        LockSupport.parkNanos(TOGETHER_NANOS);
        bell.drainPermits();
      }
    }
  }

  /** Reads up to the end; a store that does not answer is asked again. */
  private Optional<Cursor> read(Optional<Cursor> from) {
    try {
      var cursor = from.isPresent() ? from.get() : log.nearEnd();
      boolean more = true;
      while (more && !ended) {
        var page = log.read(cursor);
        ring.append(page.events().stream().map(this::item).toList());
        cursor = page.end();
        more = page.more();
      }
      watchMembers();
      return Optional.of(cursor);
    } catch (RuntimeException e) {
      LOG.warn("live events could not be read; they are tried again", e);
      return from;
    }
  }

  private void watchMembers() {
    for (var member : log.members()) {
      watches.computeIfAbsent(member, id -> feed.apply(id, this::note));
    }
  }

  /** On a session's thread: news that finds no room is dropped. */
  private void note(Progress progress) {
    if (news.offer(progress) && bell.availablePermits() == 0) {
      bell.release();
    }
  }

  private static Item item(Progress progress) {
    return new Item(
        Optional.empty(),
        ByteString.fromString(Inert.json(EventJson.progress(progress).toString())));
  }

  private static void unwatch(AutoCloseable watch) {
    try {
      watch.close();
    } catch (Exception e) {
      LOG.warn("the watch of a session could not be ended", e);
    }
  }
}
