package dev.fractal.fleet;

import dev.fractal.proof.StoredSession;
import dev.fractal.proof.StoredTree;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What is remembered of a kill, to be compared with what came of it.
 *
 * @param victim name of the node that died
 * @param shards where sessions were when it did
 * @param answered calls whose results were in the journals just after it
 * @param requests how often each call had reached the model server by then
 */
record Spree(
    Fleet fleet,
    Instant killed,
    String victim,
    Shards shards,
    Set<String> answered,
    Map<String, Integer> requests) {
  private static final double MILLIS = 1000;

  /** Just after a node was killed; its leases still stand. */
  static Spree begun(Fleet fleet, Instant killed, int victim) {
    var shards = Shards.of(fleet);
    var answered = fleet.stored().answered();
    return new Spree(
        fleet, killed, "node-" + victim, shards, answered, fleet.stub().counts().byKey());
  }

  /**
   * What came of a kill.
   *
   * @param gapSeconds until the first session of the dead node went on; none when none of them
   *     waited for a call
   * @param repeated calls that were in flight and were made again
   * @param problems one sentence for each thing that must not be
   */
  record Aftermath(OptionalDouble gapSeconds, int sessions, int repeated, List<String> problems) {
    @Override
    public String toString() {
      var gap = gapSeconds.isEmpty() ? "no step to resume" : resumed(gapSeconds.getAsDouble());
      return "%s, %d sessions, %d calls made again%s"
          .formatted(gap, sessions, repeated, problems.isEmpty() ? "" : ": " + problems);
    }

    private static String resumed(double seconds) {
      return "first resumed step after %.1f s".formatted(seconds);
    }
  }

  Aftermath ended() {
    var stored = fleet.stored();
    var after = fleet.stub().settled().byKey();
    var reported = stored.repeated();
    var problems = new ArrayList<String>();
    int repeated = 0;
    for (var call : after.entrySet()) {
      int again = call.getValue() - requests.getOrDefault(call.getKey(), 0);
      if (answered.contains(call.getKey()) && again > 0) {
        problems.add(call.getKey() + " was asked for again though its answer was in the journal");
      }
      if (call.getValue() > 1) {
        repeated++;
        if (!reported.contains(call.getKey())) {
          problems.add(call.getKey() + " was made again silently");
        }
      }
    }
    return new Aftermath(gap(stored), stored.sessions().size(), repeated, problems);
  }

  private OptionalDouble gap(StoredTree stored) {
    return stored.sessions().values().stream()
        .filter(session -> shards.mayHost(victim, session.id()))
        .flatMap(session -> repeats(session).stream())
        .filter(at -> at.isAfter(killed))
        .mapToDouble(at -> Duration.between(killed, at).toMillis() / MILLIS)
        .min();
  }

  private static List<Instant> repeats(StoredSession session) {
    return session.of(CallsRepeated.class).map(CallsRepeated::at).toList();
  }
}
