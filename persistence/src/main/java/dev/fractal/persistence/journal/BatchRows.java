package dev.fractal.persistence.journal;

import dev.fractal.protocol.event.SessionEvent;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import scala.jdk.javaapi.CollectionConverters;

/** Turns what the journal plugin writes into rows, and rows into what it replays. */
final class BatchRows {
  private BatchRows() {}

  /** The same write with its session events in as few rows as can be; others have one row each. */
  static AtomicWrite of(AtomicWrite write, EventCodec codec) {
    var single = CollectionConverters.asJava(write.payload());
    if (single.size() < 2
        || !single.stream().allMatch(each -> each.payload() instanceof SessionEvent)) {
      return write;
    }
    var rows = new ArrayList<PersistentRepr>();
    int taken = 0;
    var events = single.stream().map(each -> (SessionEvent) each.payload()).toList();
    for (var row : EventBatch.rows(codec, events)) {
      var first = single.get(taken);
      rows.add(row.size() == 1 ? first : first.withPayload(new EventBatch(row)));
      taken += row.size();
    }
    return new AtomicWrite(CollectionConverters.asScala(rows).toVector());
  }

  /** The events of a row, each with its own sequence number. */
  static List<PersistentRepr> events(PersistentRepr row) {
    if (!(row.payload() instanceof EventBatch(var events))) {
      return List.of(row);
    }
    var single = new ArrayList<PersistentRepr>();
    for (var event : events) {
      single.add(numbered(row, row.sequenceNr() + single.size()).withPayload(event));
    }
    return single;
  }

  private static PersistentRepr numbered(PersistentRepr row, long number) {
    return row.update(number, row.persistenceId(), row.deleted(), row.sender(), row.writerUuid());
  }
}
