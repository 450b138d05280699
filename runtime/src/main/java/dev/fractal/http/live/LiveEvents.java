package dev.fractal.http.live;

import dev.fractal.client.Progress;
import dev.fractal.http.lanes.Lanes;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.EventJson;
import dev.fractal.view.Inert;
import dev.fractal.view.SessionReader;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Live events of sessions and trees: what the journal has and gets, wherever the session runs, with
 * the transient news of this node in between. All readers of a stream share one look at the
 * journal.
 */
public final class LiveEvents implements AutoCloseable {
  private final SessionReader reader;
  private final BiFunction<SessionId, Consumer<Progress>, AutoCloseable> feed;
  private final LiveConfig config;
  private final Lanes lanes;
  private final Map<Stream, Followed> followed = new HashMap<>();
  private boolean closed;

  public LiveEvents(
      SessionReader reader,
      BiFunction<SessionId, Consumer<Progress>, AutoCloseable> feed,
      LiveConfig config,
      Lanes lanes) {
    this.reader = reader;
    this.feed = feed;
    this.config = config;
    this.lanes = lanes;
  }

  /** What is followed: one session, or one with everything below it. */
  public record Stream(SessionId session, boolean tree) {}

  /** A follower with the number of its readers; under the lock of the map. */
  private static final class Followed {
    private final Follower follower;
    private int readers;

    Followed(Follower follower) {
      this.follower = follower;
    }
  }

  /**
   * The events of a stream and then, for ever, what it gets.
   *
   * @param after the id of the last event that the reader has; none for all events
   * @throws IllegalArgumentException when that is no id of such a stream
   */
  public Source<ByteString, NotUsed> live(Stream stream, Optional<String> after, StreamForm form) {
    var cursor = cursor(stream, after);
    return Source.lazySource(() -> opened(stream, cursor, form))
        .mapMaterializedValue(_ -> NotUsed.getInstance());
  }

  /** The events of a stream that are stored now. */
  public Source<ByteString, NotUsed> stored(
      Stream stream, Optional<String> after, StreamForm form) {
    return new LiveReader(follower(stream), form, lanes).storedFrom(cursor(stream, after));
  }

  /**
   * The id behind which a stream goes on with an event of its session, by the event's number; it
   * blocks.
   */
  public String before(Stream stream, long event) {
    return log(stream).before(event).wire();
  }

  private static Cursor cursor(Stream stream, Optional<String> after) {
    return after
        .map(
            id ->
                Cursor.read(id)
                    .filter(cursor -> stream.tree() || cursor.gaps().equals(Gaps.NONE))
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "'" + id + "' is no event id of this stream")))
        .orElse(Cursor.BEGINNING);
  }

  private Source<ByteString, NotUsed> opened(Stream stream, Cursor cursor, StreamForm form) {
    return new LiveReader(acquire(stream), form, lanes)
        .from(cursor)
        .backpressureTimeout(config.stall())
        .watchTermination(
            (value, done) -> {
              done.whenComplete((_, _) -> release(stream));
              return value;
            });
  }

  private synchronized Follower acquire(Stream stream) {
    if (closed) {
      throw new IllegalStateException("the server is closing");
    }
    var found = followed.computeIfAbsent(stream, this::follow);
    found.readers++;
    return found.follower;
  }

  private Followed follow(Stream stream) {
    var follower = follower(stream);
    lanes.quick().execute(follower);
    return new Followed(follower);
  }

  private Follower follower(Stream stream) {
    return new Follower(log(stream), event -> encoded(event, stream.tree()), feed, config);
  }

  private EventLog log(Stream stream) {
    return stream.tree()
        ? new TreeLog(stream.session(), reader, Clock.systemUTC())
        : new SessionLog(stream.session(), reader);
  }

  private static ByteString encoded(RecordedEvents event, boolean tree) {
    var json =
        tree ? EventJson.event(event.session(), event.entry()) : EventJson.event(event.entry());
    return ByteString.fromString(Inert.json(json.toString()));
  }

  private synchronized void release(Stream stream) {
    var found = followed.get(stream);
    if (found != null && --found.readers == 0) {
      followed.remove(stream);
      found.follower.end();
    }
  }

  /** Ends all streams. */
  @Override
  public synchronized void close() {
    closed = true;
    followed.values().forEach(found -> found.follower.end());
  }
}
