package dev.fractal.http.live;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * One reader of a stream. It reads the journal until it has caught up with the ring, then the ring;
 * overtaken, it says so and goes back to the journal. It does nothing but what is asked of it, so a
 * slow one costs no memory and nobody's time.
 */
record LiveReader(Follower follower, StreamForm form, Executor threads) {

  /** Where a reader is; {@code live} is its number in the ring, none while it reads the journal. */
  private record At(Cursor cursor, Optional<Long> live) {}

  /** What a reader is told from a cursor on. */
  Source<ByteString, NotUsed> from(Cursor cursor) {
    return Source.unfoldAsync(new At(cursor, Optional.empty()), this::next)
        .filter(bytes -> !bytes.isEmpty());
  }

  /** The same as far as it is stored now. */
  Source<ByteString, NotUsed> storedFrom(Cursor cursor) {
    return Source.unfoldAsync(
            new At(cursor, Optional.empty()),
            at ->
                CompletableFuture.supplyAsync(
                    () ->
                        at.live().isEmpty()
                            ? fromJournal(at.cursor())
                            : Optional.<Pair<At, ByteString>>empty(),
                    threads))
        .filter(bytes -> !bytes.isEmpty());
  }

  private CompletionStage<Optional<Pair<At, ByteString>>> next(At at) {
    return at.live().isEmpty()
        ? CompletableFuture.supplyAsync(() -> fromJournal(at.cursor()), threads)
        : fromRing(at.cursor(), at.live().get());
  }

  /** What the ring gets while the journal is read is read from the ring again, and left out. */
  private Optional<Pair<At, ByteString>> fromJournal(Cursor cursor) {
    long ring = follower.ring().next();
    var log = follower.log();
    var page = log.read(cursor.equals(Cursor.BEGINNING) ? log.beginning() : cursor);
    var out = ByteString.createBuilder();
    page.events()
        .forEach(event -> out.append(form.event(event.at().wire(), follower.item(event).json())));
    return told(
        new At(page.end(), page.more() ? Optional.empty() : Optional.of(ring)), out.result());
  }

  private CompletionStage<Optional<Pair<At, ByteString>>> fromRing(Cursor cursor, long number) {
    return switch (follower.ring().from(number)) {
      case Ring.Found.Closed _ -> CompletableFuture.completedFuture(Optional.empty());
      case Ring.Found.Overtaken(long missed) ->
          CompletableFuture.completedFuture(
              told(new At(cursor, Optional.empty()), form.gap(missed)));
      case Ring.Found.Items items -> CompletableFuture.completedFuture(items(cursor, items));
      case Ring.Found.Nothing(var changed) ->
          changed.thenApplyAsync(_ -> afterSilence(cursor, number), threads);
    };
  }

  private Optional<Pair<At, ByteString>> afterSilence(Cursor cursor, long number) {
    return switch (follower.ring().from(number)) {
      case Ring.Found.Closed _ -> Optional.empty();
      case Ring.Found.Overtaken(long missed) ->
          told(new At(cursor, Optional.empty()), form.gap(missed));
      case Ring.Found.Items items -> items(cursor, items);
      case Ring.Found.Nothing _ -> told(new At(cursor, Optional.of(number)), form.alive());
    };
  }

  private Optional<Pair<At, ByteString>> items(Cursor cursor, Ring.Found.Items found) {
    var out = ByteString.createBuilder();
    var now = cursor;
    for (var item : found.items()) {
      if (item.event().isEmpty()) {
        out.append(form.transientNews(item.json()));
      } else if (!now.has(item.event().get().place())) {
        now = now.plus(item.event().get());
        out.append(form.event(now.wire(), item.json()));
      }
    }
    return told(new At(now, Optional.of(found.next())), out.result());
  }

  private static Optional<Pair<At, ByteString>> told(At at, ByteString bytes) {
    return Optional.of(Pair.create(at, bytes));
  }
}
