package dev.fractal.proof;

import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** All sessions of a store as their journals tell them. */
public record StoredTree(Map<String, StoredSession> sessions) {

  /** Reads a copy of the store. */
  static StoredTree read(Path data) throws IOException {
    return StoredSession.reading(data, StoredTree::of);
  }

  public static StoredTree of(Store store) {
    var sessions = new TreeMap<String, StoredSession>();
    for (SessionId id : store.journal().sessions()) {
      var journal = store.journal().read(id, 1, Long.MAX_VALUE);
      sessions.put(id.value(), new StoredSession(id, journal));
    }
    return new StoredTree(sessions);
  }

  /** Keys of the calls whose results are in a journal. */
  public Set<String> answered() {
    var answered = new HashSet<String>();
    sessions.values().forEach(session -> answered.addAll(session.answered()));
    return answered;
  }

  /** Keys of the calls that are reported as made again. */
  public Set<String> repeated() {
    var repeated = new HashSet<String>();
    sessions.values().forEach(session -> repeated.addAll(session.repeated()));
    return repeated;
  }

  /** How each session's turns ended. */
  public Map<String, List<String>> outcomes() {
    var outcomes = new TreeMap<String, List<String>>();
    sessions.forEach(
        (id, session) ->
            outcomes.put(
                id, session.of(TurnEnded.class).map(end -> end.outcome().toString()).toList()));
    return outcomes;
  }

  /** What became of a session's cells, and what its model was shown. */
  public List<String> evaluations(String session) {
    return Optional.ofNullable(sessions.get(session)).stream()
        .flatMap(stored -> stored.of(CellsEvaluated.class))
        .map(event -> event.cells() + " " + event.observation())
        .toList();
  }

  /** Sessions that did not start once and open one turn. */
  public List<String> notOnce() {
    var found = new ArrayList<String>();
    sessions.forEach(
        (id, session) -> {
          if (session.of(SessionStarted.class).count() != 1
              || session.of(TurnOpened.class).count() != 1) {
            found.add(id);
          }
        });
    return found;
  }
}
