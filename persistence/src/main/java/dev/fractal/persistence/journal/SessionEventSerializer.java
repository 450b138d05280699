package dev.fractal.persistence.journal;

import dev.fractal.protocol.event.SessionEvent;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Lets the journal plugin store events in the form of {@link EventCodec}, batches of them too. */
public final class SessionEventSerializer extends SerializerWithStringManifest {
  /** A part of the storage format. */
  public static final int IDENTIFIER = 71001;

  private final EventCodec codec = EventCodec.standard();
  private final BatchForm batches = new BatchForm(codec);

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object stored) {
    return stored instanceof EventBatch batch
        ? batches.manifest(batch)
        : codec.manifest((SessionEvent) stored);
  }

  @Override
  public byte[] toBinary(Object stored) {
    return stored instanceof EventBatch batch
        ? batches.encode(batch)
        : codec.encode((SessionEvent) stored);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    var events = batches.decode(manifest, bytes);
    return events.size() == 1 ? events.getFirst() : new EventBatch(events);
  }
}
