package dev.fractal.view;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.SessionState;
import dev.fractal.session.Work;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One session of a tree, as its journal tells it.
 *
 * @param spec as it was started
 * @param ties what binds it to other sessions
 */
public record Member(
    SessionId session,
    SessionSpec spec,
    SessionStatus status,
    Activity activity,
    CostView cost,
    Ties ties) {

  /**
   * What it has done, and what it waits for: {@code model}, {@code N leaves}, {@code cells}, a
   * gated function, ids of children.
   *
   * @param turns turns accepted so far
   * @param steps replies of its model
   */
  public record Activity(int turns, int steps, List<String> waits) {
    public Activity {
      waits = List.copyOf(waits);
    }
  }

  /**
   * What binds a session to others.
   *
   * @param calls calls of its cells that a child answers
   * @param heads every head that it has published
   */
  public record Ties(List<ChildCall> calls, List<Edge> edges, Set<HeadId> heads) {
    public Ties {
      calls = List.copyOf(calls);
      edges = List.copyOf(edges);
      heads = Set.copyOf(heads);
    }
  }

  /** Empty for a journal that does not begin with the start of a session. */
  public static Optional<Member> of(List<JournalEntry> journal) {
    return SessionView.of(journal).map(view -> of(view, journal));
  }

  private static Member of(SessionView view, List<JournalEntry> journal) {
    var calls = ChildCall.of(view.session(), journal);
    var edges = events(journal, EdgeAdded.class).stream().map(EdgeAdded::edge).toList();
    var heads =
        events(journal, HeadPublished.class).stream()
            .map(event -> event.head().id())
            .collect(Collectors.toSet());
    var activity =
        new Activity(
            view.turns().size(),
            events(journal, ModelReplied.class).size(),
            waits(Transcript.folded(journal)));
    return new Member(
        view.session(),
        view.spec(),
        view.status(),
        activity,
        CostView.of(journal),
        new Ties(calls, edges, heads));
  }

  private static <E> List<E> events(List<JournalEntry> journal, Class<E> type) {
    return journal.stream()
        .map(JournalEntry::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private static List<String> waits(SessionState state) {
    var work = state.next();
    long leaves = work.stream().filter(Work.AskLeaf.class::isInstance).count();
    var others =
        work.stream()
            .<String>mapMulti(
                (one, add) -> {
                  switch (one) {
                    case Work.CallModel _ -> add.accept("model");
                    case Work.EvaluateStep _ -> add.accept("cells");
                    case Work.RunChild call -> add.accept(call.child().value());
                    case Work.EndChild(var child) -> add.accept(child.value());
                    case Work.UseGate(var _, var call) -> add.accept(call.function());
                    case Work.AskLeaf _, Work.OpenQueued _, Work.Remove _ -> {}
                  }
                });
    return leaves == 0
        ? others.toList()
        : Stream.concat(Stream.of(leaves == 1 ? "1 leaf" : leaves + " leaves"), others).toList();
  }

  /** The session at the top of its tree. */
  public SessionId root() {
    return root(session, spec);
  }

  private static SessionId root(SessionId session, SessionSpec spec) {
    return spec.descent().root().orElse(session);
  }

  /** The session that a call of this one is answered by. */
  public SessionId child(CallKey call) {
    return SessionId.child(root(), call);
  }
}
