package dev.fractal.telemetry.trace;

import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.session.work.SessionMeter;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces that a thread of their own derives from the journal and sends. Ended turns wait for it in
 * a bounded queue; who finds it full has no trace.
 */
final class CollectedTraces implements Traces {
  private static final Logger LOG = LoggerFactory.getLogger(CollectedTraces.class);
  private static final int TOGETHER = 64;

  private final TurnJournal journal;
  private final Collector collector;
  private final Resource resource;
  private final Duration flush;
  private final Semaphore places;
  private final AtomicBoolean full = new AtomicBoolean();
  private final AtomicBoolean unread = new AtomicBoolean();

  /** An empty one is the last. */
  private final BlockingQueue<Optional<EndedTurn>> queue = new LinkedBlockingQueue<>();

  private final Thread thread;
  private volatile boolean gaveUp;

  private CollectedTraces(TraceConfig settings, JournalReader reader) {
    this.journal = new TurnJournal(reader);
    this.collector = new Collector(settings);
    this.resource = Resource.getDefault().merge(Resource.create(described(settings.node())));
    this.flush = settings.flush();
    this.places = new Semaphore(settings.queue());
    this.thread = Thread.ofPlatform().name("traces").daemon().unstarted(this::work);
  }

  static CollectedTraces start(TraceConfig settings, JournalReader reader) {
    var traces = new CollectedTraces(settings, reader);
    traces.thread.start();
    return traces;
  }

  private static Attributes described(String node) {
    AttributesBuilder attributes = Attributes.builder().put("service.name", "fractal");
    return node.isEmpty()
        ? attributes.build()
        : attributes.put("service.instance.id", node).build();
  }

  @Override
  public SessionMeter sessions(SessionMeter meter) {
    return new TracedSessions(meter, this::offer);
  }

  /** Never waits. */
  private void offer(EndedTurn turn) {
    if (places.tryAcquire()) {
      queue.add(Optional.of(turn));
      full.set(false);
    } else if (full.compareAndSet(false, true)) {
      LOG.warn("more turns end than can be traced; traces are dropped, {} first", turn.session());
    }
  }

  private void work() {
    try (collector) {
      boolean last = false;
      while (!last && !gaveUp) {
        var turns = new ArrayList<Optional<EndedTurn>>();
        turns.add(queue.take());
        queue.drainTo(turns, TOGETHER);
        last = turns.stream().anyMatch(Optional::isEmpty);
        collector.send(
            turns.stream()
                .flatMap(Optional::stream)
                .flatMap(turn -> spans(turn).stream())
                .toList());
        places.release(turns.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What the store cannot tell now is not asked for again; one line says so. */
  private List<SpanData> spans(EndedTurn turn) {
    if (gaveUp) {
      return List.of();
    }
    try {
      var events = journal.events(turn);
      unread.set(false);
      return !events.isEmpty() && events.getFirst() instanceof TurnOpened opened
          ? TurnSpans.of(turn, journal.place(turn, opened), resource, events)
          : List.of();
    } catch (RuntimeException e) {
      if (unread.compareAndSet(false, true)) {
        LOG.warn("turns from one of {} on have no trace: {}", turn.session(), e.toString());
      }
      return List.of();
    }
  }

  @Override
  public void close() {
    queue.add(Optional.empty());
    try {
      if (!thread.join(flush)) {
        gaveUp = true;
        collector.hush();
        LOG.warn("not all traces could be sent before the node stopped");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
