package dev.fractal.session.state;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import dev.fractal.protocol.Growing;
import dev.fractal.protocol.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The request ids under which a session's turns were accepted: eight bytes for each turn, in the
 * order of turns, so that a session of ten thousand turns is still small.
 *
 * @param fingerprints of each turn's request id; 0 for a turn that is not known
 */
record Requests(List<Long> fingerprints) {
  static final Requests NONE = new Requests(List.of());

  Requests {
    fingerprints = Growing.copyOf(fingerprints);
  }

  /** Reads bytes, or the map of turns by fingerprint that older versions stored. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  static Requests read(JsonNode stored) {
    return stored instanceof BinaryNode bytes ? packed(bytes.binaryValue()) : named(stored);
  }

  private static Requests packed(byte[] stored) {
    var bytes = ByteBuffer.wrap(stored).asLongBuffer();
    var all = new ArrayList<Long>(bytes.remaining());
    while (bytes.hasRemaining()) {
      all.add(bytes.get());
    }
    return new Requests(all);
  }

  private static Requests named(JsonNode stored) {
    var known = NONE;
    for (var entry : stored.properties()) {
      known = known.with(entry.getValue().asInt(), Long.parseLong(entry.getKey()));
    }
    return known;
  }

  @JsonValue
  byte[] wire() {
    var bytes = ByteBuffer.allocate(fingerprints.size() * Long.BYTES);
    fingerprints.forEach(bytes::putLong);
    return bytes.array();
  }

  /** The newest turn that was accepted under a request id. */
  Optional<Integer> turnOf(String requestId) {
    int last = fingerprints.lastIndexOf(fingerprint(requestId));
    return last < 0 ? Optional.empty() : Optional.of(last + 1);
  }

  Requests with(int turn, String requestId) {
    return with(turn, fingerprint(requestId));
  }

  private Requests with(int turn, long fingerprint) {
    if (turn == fingerprints.size() + 1) {
      return new Requests(Growing.<Long>copyOf(fingerprints).plus(fingerprint));
    }
    var all = new ArrayList<>(fingerprints);
    while (all.size() < turn) {
      all.add(0L);
    }
    all.set(turn - 1, fingerprint);
    return new Requests(all);
  }

  /** 64 bits of a SHA-256: two of a million request ids collide with a chance of 3 in 10^8. */
  static long fingerprint(String requestId) {
    byte[] digest = Sha256.newDigest().digest(requestId.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest).getLong();
  }
}
