package dev.fractal.persistence.journal;

import dev.fractal.protocol.event.SessionEvent;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Lets the journal plugin store events in the form of {@link EventCodec}. */
public final class SessionEventSerializer extends SerializerWithStringManifest {
  /** A part of the storage format. */
  public static final int IDENTIFIER = 71001;

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object event) {
    return EventCodec.standard().manifest((SessionEvent) event);
  }

  @Override
  public byte[] toBinary(Object event) {
    return EventCodec.standard().encode((SessionEvent) event);
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    return EventCodec.standard().decode(manifest, bytes);
  }
}
