package dev.fractal.http.live;

import dev.fractal.http.lanes.Lanes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * One reader of a stream. It reads the journal until it has caught up with the ring, then the ring;
 * overtaken, it says so and goes back to the journal. It does nothing but what is asked of it, so a
 * slow one costs no memory and nobody's time.
 */
record LiveReader(Follower follower, StreamForm form, Lanes lanes) {
  /** What is read first, so that the first event is soon there; each page is larger than before. */
  private static final int FIRST_PAGE = 32;

  private static final int GROWTH = 4;

  /**
   * Where a reader is.
   *
   * @param inJournal whether it reads the journal, else the ring
   * @param number its number in the ring; while it reads the journal where it will go on there,
   *     none for the ring's end
   * @param page how much it reads of the journal next
   */
  private record At(Cursor cursor, boolean inJournal, Optional<Long> number, int page) {
    static At begin(Cursor cursor) {
      return new At(cursor, true, Optional.empty(), FIRST_PAGE);
    }

    static At live(Cursor cursor, long number) {
      return new At(cursor, false, Optional.of(number), EventLog.PAGE);
    }

    At further(Cursor end) {
      return new At(end, true, number, Math.min(EventLog.PAGE, GROWTH * page));
    }
  }

  /** What a reader is told from a cursor on. */
  Source<ByteString, NotUsed> from(Cursor cursor) {
    return Source.unfoldAsync(At.begin(cursor), this::next).filter(bytes -> !bytes.isEmpty());
  }

  /** The same as far as it is stored now. */
  Source<ByteString, NotUsed> storedFrom(Cursor cursor) {
    return Source.unfoldAsync(
            At.begin(cursor),
            at ->
                CompletableFuture.supplyAsync(
                    () -> at.inJournal() ? fromJournal(at) : Optional.<Pair<At, ByteString>>empty(),
                    lanes.reads()))
        .filter(bytes -> !bytes.isEmpty());
  }

  private CompletionStage<Optional<Pair<At, ByteString>>> next(At at) {
    return at.inJournal()
        ? CompletableFuture.supplyAsync(() -> fromJournal(at), lanes.reads())
        : fromRing(at.cursor(), at.number().orElseThrow());
  }

  /** What the ring gets while the journal is read is read from the ring again, and left out. */
  private Optional<Pair<At, ByteString>> fromJournal(At at) {
    long end = follower.ring().next();
    var cursor = at.cursor();
    var log = follower.log();
    var from = cursor.equals(Cursor.BEGINNING) ? log.beginning() : cursor;
    var page = log.read(from, at.page());
    var out = ByteString.createBuilder();
    page.events()
        .forEach(event -> out.append(form.event(event.at().wire(), follower.item(event).json())));
    var next = page.more() ? at.further(page.end()) : At.live(page.end(), at.number().orElse(end));
    return told(next, out.result());
  }

  private CompletionStage<Optional<Pair<At, ByteString>>> fromRing(Cursor cursor, long number) {
    return switch (follower.ring().from(number)) {
      case Ring.Found.Closed _ -> CompletableFuture.completedFuture(Optional.empty());
      case Ring.Found.Overtaken(long missed) ->
          CompletableFuture.completedFuture(gap(cursor, number, missed));
      case Ring.Found.Items items -> CompletableFuture.completedFuture(items(cursor, items));
      case Ring.Found.Nothing(var changed) ->
          changed.thenApplyAsync(_ -> afterSilence(cursor, number), lanes.quick());
    };
  }

  private Optional<Pair<At, ByteString>> afterSilence(Cursor cursor, long number) {
    return switch (follower.ring().from(number)) {
      case Ring.Found.Closed _ -> Optional.empty();
      case Ring.Found.Overtaken(long missed) -> gap(cursor, number, missed);
      case Ring.Found.Items items -> items(cursor, items);
      case Ring.Found.Nothing _ -> told(At.live(cursor, number), form.alive());
    };
  }

  /** What it missed of the durable events is in the journal; the ring's oldest item comes after. */
  private Optional<Pair<At, ByteString>> gap(Cursor cursor, long number, long missed) {
    return told(
        new At(cursor, true, Optional.of(number + missed), EventLog.PAGE), form.gap(missed));
  }

  private Optional<Pair<At, ByteString>> items(Cursor cursor, Ring.Found.Items found) {
    var out = ByteString.createBuilder();
    var now = cursor;
    for (var item : found.items()) {
      if (item.event().isEmpty()) {
        out.append(form.transientNews(item.json()));
      } else if (!now.has(item.event().get())) {
        now = now.plus(item.event().get());
        out.append(form.event(now.wire(), item.json()));
      }
    }
    return told(At.live(now, found.next()), out.result());
  }

  private static Optional<Pair<At, ByteString>> told(At at, ByteString bytes) {
    return Optional.of(Pair.create(at, bytes));
  }
}
