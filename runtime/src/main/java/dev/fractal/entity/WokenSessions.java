package dev.fractal.entity;

import dev.fractal.persistence.catalog.Catalog.Due;
import dev.fractal.protocol.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Due sessions that were woken: each is left alone for a while, which is longer each time that
 * waking it had no effect. One that is due for another time is another matter. For one thread.
 */
final class WokenSessions {
  static final Duration SHORTEST = Duration.ofSeconds(5);
  static final Duration LONGEST = Duration.ofMinutes(5);

  private final Map<SessionId, Rest> rests = new HashMap<>();

  private record Rest(Instant since, Instant until, Duration time) {
    static Rest of(Due due, Instant now, Duration time) {
      return new Rest(due.since(), now.plus(time), time);
    }

    Duration longer() {
      var doubled = time.multipliedBy(2);
      return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
  }

  int size() {
    return rests.size();
  }

  boolean mayWake(Due due, Instant now) {
    var rest = rests.get(due.session());
    return rest == null || !rest.since().equals(due.since()) || !now.isBefore(rest.until());
  }

  /** It is woken now. */
  void add(Due due, Instant now) {
    rests.compute(
        due.session(),
        (_, rest) ->
            rest == null || !rest.since().equals(due.since())
                ? Rest.of(due, now, SHORTEST)
                : Rest.of(due, now, rest.longer()));
  }

  /** Forgets those that are no longer among the due ones and have been left alone. */
  void keep(Collection<Due> due, Instant now) {
    if (rests.isEmpty()) {
      return;
    }
    Set<SessionId> still = due.stream().map(Due::session).collect(Collectors.toSet());
    rests
        .entrySet()
        .removeIf(rest -> !still.contains(rest.getKey()) && !now.isBefore(rest.getValue().until()));
  }
}
