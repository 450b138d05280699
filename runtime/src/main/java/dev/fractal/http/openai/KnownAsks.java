package dev.fractal.http.openai;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.view.SessionReader;
import dev.fractal.view.TurnIndex;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The questions of some names that journals have. Looked up once for each session, and for a few
 * sessions only, since anybody can write any number of names.
 */
final class KnownAsks {
  /** Sessions in which questions are looked for: a conversation and its newest branches. */
  static final int SESSIONS = 16;

  private final Map<AskId, AskNote> opened = new HashMap<>();
  private final Map<AskId, Long> answered = new HashMap<>();

  private KnownAsks() {}

  /**
   * Blocks.
   *
   * @param names as they were said, oldest first; those of the sessions named last are looked for
   */
  static KnownAsks of(List<AskId> names, SessionReader reader) {
    var known = new KnownAsks();
    var last = new LinkedHashMap<SessionId, Set<AskId>>();
    for (var name : names.reversed()) {
      if (last.size() < SESSIONS || last.containsKey(name.session())) {
        last.computeIfAbsent(name.session(), _ -> new HashSet<>()).add(name);
      }
    }
    last.forEach(
        (session, wanted) ->
            TurnIndex.of(session, reader).ifPresent(index -> known.read(index, wanted)));
    return known;
  }

  private void read(TurnIndex index, Set<AskId> wanted) {
    wanted.stream()
        .map(AskId::turn)
        .filter(turn -> turn > 0 && turn <= index.accepted())
        .min(Comparator.naturalOrder())
        .flatMap(index::turn)
        .ifPresent(
            row ->
                index
                    .reader()
                    .only(
                        index.session(),
                        row.span().first(),
                        index.standing().outline().sequence(),
                        Set.of(AskOpened.class, AskAnswered.class))
                    .forEach(entry -> take(index.session(), entry, wanted)));
  }

  private void take(SessionId session, JournalEntry entry, Set<AskId> wanted) {
    if (entry.event() instanceof AskOpened(int turn, int step, int cell, int call, var ask, _)) {
      var id = new AskId(session, turn, step, cell, call);
      if (wanted.contains(id)) {
        opened.putIfAbsent(
            id,
            new AskNote(
                id,
                ask.to(),
                ask.question(),
                ask.choices(),
                ask.schema().isPresent(),
                ask.approves()));
      }
    }
    if (entry.event() instanceof AskAnswered(int turn, int step, int cell, int call, _, _, _)) {
      answered.putIfAbsent(new AskId(session, turn, step, cell, call), entry.sequence());
    }
  }

  Optional<AskNote> note(AskId name) {
    return Optional.ofNullable(opened.get(name));
  }

  /** The number of the event with its answer; none while there is none. */
  Optional<Long> answered(AskId name) {
    return Optional.ofNullable(answered.get(name));
  }
}
