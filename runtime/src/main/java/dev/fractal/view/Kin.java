package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.spec.SessionSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A session with everything that its journal binds it to, children among it: what a check of a tree
 * looks at.
 *
 * @param spec as it was started
 * @param calls calls of its cells that a child answers
 * @param heads every head that it has published
 * @param call the parent's call that it answers; empty at the top, and for a session that only says
 *     itself that it belongs here
 * @param children in the order in which they were called
 */
public record Kin(
    SessionId session,
    SessionSpec spec,
    List<ChildCall> calls,
    List<Edge> edges,
    Set<HeadId> heads,
    Optional<CallKey> call,
    List<Kin> children) {
  private static final Set<Class<? extends SessionEvent>> TYPES =
      Set.of(
          SessionStarted.class,
          HostCallsRequested.class,
          HostCallsCompleted.class,
          EdgeAdded.class,
          HeadPublished.class);

  public Kin {
    calls = List.copyOf(calls);
    edges = List.copyOf(edges);
    heads = Set.copyOf(heads);
    children = List.copyOf(children);
  }

  /** A session alone; empty for a journal that does not begin with the start of a session. */
  public static Optional<Kin> alone(SessionId session, SessionReader reader) {
    var journal = reader.only(session, 1, Long.MAX_VALUE, TYPES);
    return events(journal, SessionStarted.class).findFirst().map(start -> of(start, journal));
  }

  private static Kin of(SessionStarted start, List<JournalEntry> journal) {
    return new Kin(
        start.session(),
        start.spec(),
        ChildCall.of(start.session(), journal),
        events(journal, EdgeAdded.class).map(EdgeAdded::edge).toList(),
        events(journal, HeadPublished.class)
            .map(event -> event.head().id())
            .collect(Collectors.toSet()),
        Optional.empty(),
        List.of());
  }

  private static <E> Stream<E> events(List<JournalEntry> journal, Class<E> type) {
    return journal.stream().map(JournalEntry::event).filter(type::isInstance).map(type::cast);
  }

  /** Reads a session's tree; empty when there is no such session. Blocks. */
  public static Optional<Kin> of(SessionId session, SessionReader reader) {
    return alone(session, reader)
        .map(
            top -> {
              var walk = new Walk(reader, top.root());
              walk.seen.add(session);
              return walk.below(top, Optional.empty());
            });
  }

  /** It and everything below it, parents first. */
  public Stream<Kin> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(Kin::all));
  }

  /** The session at the top of its tree. */
  public SessionId root() {
    return spec.descent().root().orElse(session);
  }

  /** The session that a call of this one is answered by. */
  public SessionId child(CallKey made) {
    return SessionId.child(root(), made);
  }

  /** One reading; a session is entered once, whatever a damaged store says. */
  private static final class Walk {
    private final SessionReader reader;
    private final Map<SessionId, List<SessionId>> declared = new HashMap<>();
    private final Set<SessionId> seen = new HashSet<>();

    Walk(SessionReader reader, SessionId root) {
      this.reader = reader;
      for (var row : reader.tree(root)) {
        row.family()
            .parent()
            .ifPresent(
                up -> declared.computeIfAbsent(up, _ -> new ArrayList<>()).add(row.session()));
      }
    }

    Kin below(Kin member, Optional<CallKey> call) {
      var children = new ArrayList<Kin>();
      named(member)
          .forEach(
              (child, by) -> {
                if (seen.add(child)) {
                  alone(child, reader)
                      .filter(found -> found.session.equals(child))
                      .ifPresent(found -> children.add(below(found, by)));
                }
              });
      return new Kin(
          member.session, member.spec, member.calls, member.edges, member.heads, call, children);
    }

    /** Children by the calls, by the edges, and by what they say themselves. */
    private Map<SessionId, Optional<CallKey>> named(Kin member) {
      var named = new LinkedHashMap<SessionId, Optional<CallKey>>();
      for (var made : member.calls) {
        named.put(member.child(made.key()), Optional.of(made.key()));
      }
      for (var edge : member.edges) {
        if (edge.kind() == Edge.Kind.INVOCATION) {
          named.putIfAbsent(edge.session(), edge.call());
        }
      }
      for (var child : declared.getOrDefault(member.session, List.of())) {
        named.putIfAbsent(child, Optional.empty());
      }
      return named;
    }
  }
}
