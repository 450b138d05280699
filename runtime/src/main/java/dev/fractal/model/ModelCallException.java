package dev.fractal.model;

import java.time.Duration;
import java.util.Optional;

/** A model call that failed. */
public final class ModelCallException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Kind kind;
  private final int lost;
  private final transient Optional<Duration> retryAfter;

  public ModelCallException(Kind kind, String message, int lost, Optional<Duration> retryAfter) {
    super(message);
    this.kind = kind;
    this.lost = lost;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** Requests sent for this call whose spend nobody knows. */
  public int lost() {
    return lost;
  }

  /** How long the provider asks to wait. */
  public Optional<Duration> retryAfter() {
    return retryAfter;
  }

  /** Why a model call failed; the name is the failure type that users see, prefixed "Model". */
  public enum Kind {
    /** 429. */
    RATE_LIMIT(true),
    /** 5xx. */
    SERVER_ERROR(true),
    /** The connection failed or broke. */
    CONNECTION(true),
    /** The deadline passed. */
    TIMEOUT(false),
    /** 400, 404, 422 and the like: asking again cannot help. */
    BAD_REQUEST(false),
    /** 401 or 403, or no key. */
    UNAUTHORIZED(false);

    private final boolean retryable;

    Kind(boolean retryable) {
      this.retryable = retryable;
    }

    public boolean retryable() {
      return retryable;
    }
  }
}
