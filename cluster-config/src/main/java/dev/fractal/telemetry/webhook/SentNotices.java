package dev.fractal.telemetry.webhook;

import dev.fractal.persistence.database.Backoff;
import dev.fractal.session.work.SessionMeter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that a thread of their own sends, one after the other in the order in which they came.
 * One that is not taken is sent again after growing pauses; those behind it wait.
 */
final class SentNotices implements Webhook {
  private static final Logger LOG = LoggerFactory.getLogger(SentNotices.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final WebhookConfig settings;
  private final Receiver receiver;
  private final Semaphore places;
  private final AtomicBoolean full = new AtomicBoolean();

  /** An empty one is the last. */
  private final BlockingQueue<Optional<Notice>> queue = new LinkedBlockingQueue<>();

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;

  private SentNotices(WebhookConfig settings) {
    this.settings = settings;
    this.receiver = new Receiver(settings);
    this.places = new Semaphore(settings.queue());
    this.thread = Thread.ofPlatform().name("webhook").daemon().unstarted(this::work);
  }

  static SentNotices start(WebhookConfig settings) {
    var notices = new SentNotices(settings);
    notices.thread.start();
    return notices;
  }

  @Override
  public SessionMeter sessions(SessionMeter meter) {
    return new NoticedSessions(meter, this::offer);
  }

  /** Never waits. */
  void offer(Notice notice) {
    if (places.tryAcquire()) {
      queue.add(Optional.of(notice));
      full.set(false);
    } else if (full.compareAndSet(false, true)) {
      LOG.warn("the webhook does not take what happens; notices are dropped from now on");
    }
  }

  private void work() {
    try (receiver) {
      for (var next = queue.take(); next.isPresent() && over.getCount() > 0; next = queue.take()) {
        send(next.get());
        places.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Notice notice) throws InterruptedException {
    long end = System.nanoTime() + settings.retry().toNanos();
    var pauses = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
    var refused = receiver.tell(notice);
    if (refused.isPresent()) {
      LOG.warn("the webhook did not take a notice, it is sent again: {}", refused.get());
    }
    while (refused.isPresent() && System.nanoTime() + pauses.pause().toNanos() < end) {
      if (over.await(pauses.pause().toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
      pauses = pauses.grown();
      refused = receiver.tell(notice);
    }
    if (refused.isPresent()) {
      LOG.warn("notice {} was not taken in time and is dropped: {}", notice.id(), refused.get());
    }
  }

  @Override
  public void close() {
    queue.add(Optional.empty());
    try {
      if (!thread.join(settings.flush())) {
        over.countDown();
        thread.interrupt();
        LOG.warn("not all notices could be sent before the node stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
