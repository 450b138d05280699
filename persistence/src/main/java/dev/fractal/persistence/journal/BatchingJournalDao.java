package dev.fractal.persistence.journal;

import static org.apache.pekko.stream.javadsl.Source.unfoldAsync;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.DefaultJournalDao;
import org.apache.pekko.persistence.jdbc.journal.dao.JournalDao;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.scaladsl.Source;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Success;
import scala.util.Try;
import slick.jdbc.JdbcBackend;
import slick.jdbc.JdbcProfile;

/**
 * The journal plugin's way to the database, with one row for the events of one write of a session
 * ({@link EventBatch}); the plugin's own way writes the rows, plain JDBC reads them. A second
 * writer of a session still meets the primary key: who does not know the newest row begins its
 * write at that number.
 *
 * <p>It reads on behind missing rows, where the plugin's own way stops without a word
 * (pekko-persistence-jdbc's issue 516); who recovers counts the events.
 */
public final class BatchingJournalDao implements JournalDao {
  private static final int PAGE = 400;

  private final DefaultJournalDao writing;
  private final PlainRows reading;
  private final EventCodec codec = EventCodec.standard();

  /** The plugin calls it by reflection, with what it has. */
  public BatchingJournalDao(
      JdbcBackend.JdbcDatabaseDef database,
      JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext threads,
      Materializer materializer) {
    this.writing =
        new DefaultJournalDao(database, profile, config, serialization, threads, materializer);
    this.reading = new PlainRows(database, serialization, threads::execute);
  }

  @Override
  public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> writes) {
    var batched =
        CollectionConverters.asJava(writes).stream()
            .map(write -> BatchRows.of(write, codec))
            .toList();
    return writing.asyncWriteMessages(CollectionConverters.asScala(batched).toVector());
  }

  /** The number of the last event of the newest row, 0 when there is none. */
  @Override
  public Future<Object> highestSequenceNr(String persistenceId, long from) {
    return FutureConverters.asScala(reading.newest(persistenceId).thenApply(newest -> newest));
  }

  @Override
  public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messages(
      String persistenceId, long from, long to, long max) {
    return events(persistenceId, from, to, PAGE).take(max).asScala();
  }

  @Override
  public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messagesWithBatch(
      String persistenceId,
      long from,
      long to,
      int page,
      Option<Tuple2<FiniteDuration, Scheduler>> refresh) {
    if (refresh.isDefined()) {
      throw new IllegalArgumentException("this journal is read to its end, and not watched");
    }
    return events(persistenceId, from, to, page).asScala();
  }

  private org.apache.pekko.stream.javadsl.Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed>
      events(String persistenceId, long from, long to, int page) {
    // The first event may be in a row that begins before it.
    long begin = Math.max(1, from - EventBatch.MOST + 1);
    return unfoldAsync(Optional.of(begin), next -> next(persistenceId, next, to, page))
        .mapConcat(rows -> rows)
        .mapConcat(row -> numbered(row, from, to));
  }

  /** A page, and where the next one begins if there may be one. */
  private CompletionStage<Optional<Pair<Optional<Long>, List<Tuple2<PersistentRepr, Object>>>>>
      next(String persistenceId, Optional<Long> from, long to, int size) {
    if (from.isEmpty()) {
      return CompletableFuture.completedStage(Optional.empty());
    }
    return reading
        .page(persistenceId, from.get(), to, size)
        .thenApply(
            found -> {
              var behind =
                  found.size() == size
                      ? Optional.of(found.getLast()._1.sequenceNr() + 1)
                      : Optional.<Long>empty();
              return Optional.of(Pair.create(behind, found));
            });
  }

  private static List<Try<Tuple2<PersistentRepr, Object>>> numbered(
      Tuple2<PersistentRepr, Object> row, long from, long to) {
    return BatchRows.events(row._1).stream()
        .filter(event -> event.sequenceNr() >= from && event.sequenceNr() <= to)
        .<Try<Tuple2<PersistentRepr, Object>>>map(
            event -> new Success<>(new Tuple2<>(event, row._2)))
        .toList();
  }

  @Override
  public Future<BoxedUnit> delete(String persistenceId, long to) {
    return writing.delete(persistenceId, to);
  }
}
