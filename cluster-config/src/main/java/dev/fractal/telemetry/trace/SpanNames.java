package dev.fractal.telemetry.trace;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Sha256;
import java.time.Instant;
import java.util.Optional;

/**
 * The ids of traces and spans. They are digests of names that every node knows, so that nodes that
 * never spoke to each other, and a node that goes on after another one's death, find the same ones.
 */
final class SpanNames {
  private static final int DIGEST = "sha256:".length();
  private static final int TRACE = 32;
  private static final int SPAN = 16;

  private SpanNames() {}

  /** A cell of a step, from 0. */
  record CellName(String session, int turn, int step, int cell) {
    /** The cell whose call this is a request for. */
    static Optional<CellName> asking(String requestId) {
      return Optional.of(requestId)
          .filter(id -> !id.isBlank())
          .flatMap(id -> new CallKey(id).site())
          .filter(site -> !site.gate())
          .flatMap(
              site ->
                  site.cell()
                      .map(cell -> new CellName(site.session(), site.turn(), site.step(), cell)));
    }

    String span() {
      return digest(toString(), SPAN);
    }

    @Override
    public String toString() {
      return session + "/t" + turn + "/s" + step + "/c" + cell;
    }
  }

  /** The trace of a root session's turn. Another session of the same name started another time. */
  static String trace(SessionId root, Instant started, int turn) {
    return digest(root + "@" + started.toEpochMilli() + "/t" + turn, TRACE);
  }

  static String turn(SessionId session, int turn) {
    return digest(session + "/t" + turn, SPAN);
  }

  static String call(CallKey call) {
    return digest(call.value(), SPAN);
  }

  private static String digest(String name, int length) {
    return Sha256.of(name).substring(DIGEST, DIGEST + length);
  }
}
