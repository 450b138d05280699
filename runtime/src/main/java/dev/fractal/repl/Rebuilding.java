package dev.fractal.repl;

import dev.fractal.kernel.KernelLimitException;
import dev.fractal.kernel.KernelLostException;
import dev.fractal.kernel.Opening.Room;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a rebuild comes to its end. What could not be finished is tried again at once with more room;
 * what contradicts the record is believed only when a second, independent rebuild agrees with it.
 */
final class Rebuilding {
  private static final Logger LOG = LoggerFactory.getLogger(Rebuilding.class);

  /** Attempts whose process may end for the sake of others before the next one goes elsewhere. */
  private static final int TRIES = 3;

  private Rebuilding() {}

  /** One rebuild, on a kernel of its own. */
  @FunctionalInterface
  interface Attempt<T> {
    /**
     * Rebuilds.
     *
     * @param before how an earlier attempt contradicted the record
     * @throws Divergence if it contradicts the record
     * @throws KernelLimitException if it needs more room
     * @throws KernelLostException if its process ended
     */
    T in(Room room, Optional<Divergence> before);
  }

  /**
   * The first attempt that stands.
   *
   * @throws Divergence what two attempts agree on
   * @throws Unfinished if it is not known whether the record is right
   */
  static <T> T rebuilt(Room first, Attempt<T> attempt) {
    Room room = first;
    int lost = 0;
    @Nullable Divergence before = null;
    while (true) {
      try {
        return attempt.in(room, Optional.ofNullable(before));
      } catch (Divergence now) {
        if (before != null) {
          throw before.agreesWith(now) ? now : unlike(before, now);
        }
        before = now;
      } catch (KernelLostException e) {
        require(room != Room.ALONE, e);
        if (!e.isSuspect() && ++lost < TRIES) {
          continue;
        }
        LOG.warn("a REPL is rebuilt in a process of its own: {}", e.getMessage());
      } catch (KernelLimitException e) {
        require(room != Room.ALONE, e);
        LOG.warn("a REPL is rebuilt in a process of its own: {}", e.getMessage());
      }
      room = Room.ALONE;
    }
  }

  private static void require(boolean roomier, RuntimeException why) {
    if (!roomier) {
      throw new Unfinished(String.valueOf(why.getMessage()));
    }
  }

  private static Unfinished unlike(Divergence first, Divergence second) {
    return new Unfinished(
        "it does not repeat itself: once %s, then %s"
            .formatted(first.getMessage(), second.getMessage()));
  }
}
