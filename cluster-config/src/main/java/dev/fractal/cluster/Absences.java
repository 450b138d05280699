package dev.fractal.cluster;

import dev.fractal.persistence.membership.Incarnation;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tells by repeated looks which nodes are gone: those that gave a sign of life once and have given
 * none for a while. A node that was never seen to give one is not judged, since those of an older
 * version give none. For one thread.
 */
final class Absences {
  /** One that lost its connection twice must not look like one that is gone. */
  private static final int LEAST_LOOKS = 3;

  private final long graceNanos;
  private final long settlingNanos;
  private final Set<Incarnation> known = new HashSet<>();
  private final Map<Incarnation, Absence> absent = new HashMap<>();
  private boolean blind;
  private Optional<Long> settled = Optional.empty();

  /**
   * Nobody has been seen yet.
   *
   * @param grace how long a sign may be missing
   * @param settling how long nobody is judged after {@link #blinded}: what took the signs from the
   *     watcher may have taken them from everybody, and all need time to give theirs again
   */
  Absences(Duration grace, Duration settling) {
    this.graceNanos = grace.toNanos();
    this.settlingNanos = settling.toNanos();
  }

  private record Absence(long since, int looks) {}

  /** Signs cannot be seen, or could not for a while: what was missing before says nothing. */
  void blinded() {
    blind = true;
    absent.clear();
  }

  /**
   * Takes a look.
   *
   * @param now of the monotonic clock, in nanoseconds
   * @param members whom to look for; others are forgotten
   * @param living who gives a sign
   * @return who is gone, again and again until it is no member
   */
  List<Incarnation> look(long now, Set<Incarnation> members, Predicate<Incarnation> living) {
    if (blind) {
      blind = false;
      settled = Optional.of(now + settlingNanos);
    }
    known.retainAll(members);
    absent.keySet().retainAll(members);
    for (var member : members) {
      if (living.test(member)) {
        known.add(member);
        absent.remove(member);
      } else if (known.contains(member)) {
        absent.merge(
            member, new Absence(now, 1), (old, _) -> new Absence(old.since, old.looks + 1));
      }
    }
    if (settled.filter(time -> now - time < 0).isPresent()) {
      return List.of();
    }
    return absent.entrySet().stream()
        .filter(entry -> entry.getValue().looks() >= LEAST_LOOKS)
        .filter(entry -> now - entry.getValue().since() >= graceNanos)
        .map(Map.Entry::getKey)
        .toList();
  }
}
