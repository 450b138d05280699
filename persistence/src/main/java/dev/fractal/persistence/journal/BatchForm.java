package dev.fractal.persistence.journal;

import dev.fractal.protocol.event.SessionEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * The stored form of the events of a row. One event is stored as {@link EventCodec} says; of
 * several the manifests are joined by {@code +}, and each event's bytes follow their length in four
 * bytes. So a row's manifest tells how many events it has, whatever becomes of its bytes.
 */
final class BatchForm {
  private static final String JOINT = "+";

  private final EventCodec codec;

  BatchForm(EventCodec codec) {
    this.codec = codec;
  }

  /** How many events a row has. */
  static int count(String manifest) {
    int count = 1;
    for (int at = manifest.indexOf(JOINT); at >= 0; at = manifest.indexOf(JOINT, at + 1)) {
      count++;
    }
    return count;
  }

  String manifest(EventBatch batch) {
    var joined = new StringJoiner(JOINT);
    batch.events().forEach(event -> joined.add(codec.manifest(event)));
    return joined.toString();
  }

  byte[] encode(EventBatch batch) {
    var parts = new ArrayList<byte[]>(batch.events().size());
    int size = 0;
    for (var event : batch.events()) {
      var part = codec.encode(event);
      size += Integer.BYTES + part.length;
      parts.add(part);
    }
    var bytes = ByteBuffer.allocate(size);
    parts.forEach(part -> bytes.putInt(part.length).put(part));
    return bytes.array();
  }

  /** The events of a row, those that cannot be read as {@link SessionEvent.Unreadable}. */
  List<SessionEvent> decode(String manifest, byte[] bytes) {
    int count = count(manifest);
    if (count == 1) {
      return List.of(codec.decode(manifest, bytes));
    }
    var rest = ByteBuffer.wrap(bytes);
    var events = new ArrayList<SessionEvent>(count);
    for (var part : manifest.split("\\" + JOINT, -1)) {
      events.add(next(part, rest));
    }
    return rest.hasRemaining() ? damaged(manifest) : List.copyOf(events);
  }

  private SessionEvent next(String manifest, ByteBuffer rest) {
    int length = rest.remaining() < Integer.BYTES ? -1 : rest.getInt();
    if (length < 0 || length > rest.remaining()) {
      rest.position(rest.limit());
      return damage(manifest);
    }
    var bytes = new byte[length];
    rest.get(bytes);
    return codec.decode(manifest, bytes);
  }

  private static List<SessionEvent> damaged(String manifest) {
    return List.of(manifest.split("\\" + JOINT, -1)).stream().map(BatchForm::damage).toList();
  }

  private static SessionEvent damage(String manifest) {
    return new SessionEvent.Unreadable(
        manifest, "event " + manifest + " is damaged: its row has another length", Instant.EPOCH);
  }
}
