package dev.fractal.persistence.payload;

import dev.fractal.protocol.PayloadId;

/** A payload that is missing or whose bytes do not match its address. */
public final class PayloadUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient PayloadId id;

  public PayloadUnavailable(PayloadId id, String problem) {
    super("payload " + id + " " + problem);
    this.id = id;
  }

  public PayloadId id() {
    return id;
  }
}
