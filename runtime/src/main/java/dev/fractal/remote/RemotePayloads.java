package dev.fractal.remote;

import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.persistence.payload.PayloadText;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.SessionId;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Payloads that a node shows to who names a session that refers to them. What is put here stays
 * here, until a request takes it along.
 *
 * @param sessions those that are asked for a payload
 */
record RemotePayloads(RemoteDoor door, Set<SessionId> sessions, Map<PayloadId, String> kept)
    implements PayloadStore {
  RemotePayloads(RemoteDoor door, Set<SessionId> sessions) {
    this(door, sessions, new ConcurrentHashMap<>());
  }

  @Override
  public PayloadId put(String text) {
    var id = PayloadId.of(text);
    kept.put(id, text);
    return id;
  }

  @Override
  public InputRef putFrom(Reader text) throws IOException {
    var all = new StringWriter();
    text.transferTo(all);
    return new InputRef(put(all.toString()), all.getBuffer().length());
  }

  @Override
  public String get(PayloadId id) {
    var known = kept.get(id);
    if (known != null) {
      return known;
    }
    for (var session : sessions) {
      try {
        var text =
            RemoteReader.joined(
                door.text(RemoteSessions.path(session) + "/payloads/" + id.value()));
        kept.put(id, text);
        return text;
      } catch (RemoteProblem e) {
        if (!e.kind().equals("UnknownPayload") && !e.kind().equals("UnknownSession")) {
          throw e;
        }
      }
    }
    throw new PayloadUnavailable(id, "is in no event of the session that was named");
  }

  @Override
  public PayloadText open(PayloadId id) {
    return new Whole(get(id));
  }

  private record Whole(String text) implements PayloadText {
    @Override
    public long length() {
      return text.length();
    }

    @Override
    public String slice(long start, long end) {
      int from = Math.clamp(start, 0, text.length());
      return text.substring(from, Math.clamp(end, from, text.length()));
    }

    @Override
    public Reader reader() {
      return new StringReader(text);
    }
  }
}
