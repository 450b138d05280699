package dev.fractal.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of all bodies that arrive or are in use, bounded together: many that each stay within
 * their limit do not fill the memory. Safe for any thread.
 */
final class BodyBudget {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  BodyBudget(long most) {
    this.most = most;
  }

  /** What one request has of it. */
  final class Share {
    private final AtomicLong own = new AtomicLong();

    /**
     * Takes bytes that have arrived.
     *
     * @throws ProblemException when there is no room for them now
     */
    void take(int bytes) {
      own.addAndGet(bytes);
      if (taken.addAndGet(bytes) > most) {
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
