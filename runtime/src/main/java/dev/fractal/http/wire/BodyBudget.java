package dev.fractal.http.wire;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of all bodies that arrive or are in use, bounded together: many that each stay within
 * their limit do not fill the memory. What every request may bring is not counted, so that large
 * ones keep no small one out. Safe for any thread.
 */
final class BodyBudget {
  /** Bytes of each body that are not counted: as many as connections are bounded by themselves. */
  static final int FREE = 64 << 10;

  private final long most;
  private final AtomicLong taken = new AtomicLong();

  BodyBudget(long most) {
    this.most = most;
  }

  /** What one request has of it. */
  final class Share {
    private final AtomicLong own = new AtomicLong();
    private long arrived;

    /**
     * Takes bytes that have arrived, for the one who reads them.
     *
     * @throws ProblemException when there is no room for them now
     */
    void take(int bytes) {
      arrived += bytes;
      long counted = Math.max(0, arrived - FREE) - own.get();
      own.addAndGet(counted);
      if (counted > 0 && taken.addAndGet(counted) > most) {
        throw new Problem(
                503,
                "TooManyBodies",
                "other requests are sending more than this node takes at a time; ask again")
            .thrown();
      }
    }

    /** Gives all of it back; once or more often. */
    void release() {
      taken.addAndGet(-own.getAndSet(0));
    }
  }

  Share open() {
    return new Share();
  }
}
