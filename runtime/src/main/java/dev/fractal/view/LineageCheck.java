package dev.fractal.view;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.view.ChildCall.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Checks a tree: nothing that a child may do was denied to its parent, and edges, calls, heads and
 * sessions agree with each other.
 */
public final class LineageCheck {
  private final SessionReader reader;
  private final List<Problem> problems = new ArrayList<>();
  private int edges;

  private LineageCheck(SessionReader reader) {
    this.reader = reader;
  }

  /** What is wrong with a session, in one sentence. */
  public record Problem(SessionId session, String problem) {}

  /** What was checked, and what is wrong. */
  public record Verdict(int sessions, int edges, List<Problem> problems) {
    public Verdict {
      problems = List.copyOf(problems);
    }
  }

  /** Checks a tree that was read from the same store; blocks. */
  public static Verdict of(Kin tree, SessionReader reader) {
    var check = new LineageCheck(reader);
    tree.all().forEach(check::node);
    check.outsiders(tree);
    return new Verdict((int) tree.all().count(), check.edges, check.problems);
  }

  private void node(Kin member) {
    var children =
        member.children().stream().collect(Collectors.toMap(Kin::session, child -> child));
    member
        .edges()
        .forEach(
            edge -> {
              edges++;
              switch (edge.kind()) {
                case INVOCATION ->
                    invocation(member, edge, Optional.ofNullable(children.get(edge.session())));
                case DERIVATION -> derivation(member, edge);
              }
            });
    calls(member);
    member.children().forEach(child -> child(member, child));
  }

  private void invocation(Kin parent, Edge edge, Optional<Kin> child) {
    edge.call()
        .ifPresentOrElse(
            call -> called(parent, call, edge.session()),
            () -> problem(parent, "has an edge to %s without a call".formatted(edge.session())));
    if (child.isEmpty()) {
      problem(parent, "has an edge to session " + edge.session() + ", which is missing");
    } else {
      head(parent, edge, child.get());
    }
  }

  private void called(Kin parent, CallKey call, SessionId child) {
    var known = parent.calls().stream().anyMatch(made -> made.key().equals(call));
    unless(known, parent, "has an edge of a call " + call + " that it never made");
    unless(
        child.equals(parent.child(call)),
        parent,
        "has an edge of call %s to %s, which is not that call's child".formatted(call, child));
  }

  private void derivation(Kin derived, Edge edge) {
    var source = Kin.alone(edge.session(), reader);
    if (source.isEmpty()) {
      problem(derived, "is derived from session " + edge.session() + ", which is missing");
      return;
    }
    head(derived, edge, source.get());
    narrower(source.get(), derived, "the session that it is derived from");
  }

  private void head(Kin holder, Edge edge, Kin other) {
    edge.head()
        .filter(head -> !other.heads().contains(head))
        .ifPresent(
            head ->
                problem(
                    holder,
                    "has an edge to head %s, which session %s never published"
                        .formatted(head, other.session())));
  }

  /** A call that returned has exactly one edge. */
  private void calls(Kin parent) {
    var counts =
        parent.edges().stream()
            .flatMap(edge -> edge.call().stream())
            .collect(Collectors.groupingBy(call -> call, Collectors.counting()));
    for (var call : parent.calls()) {
      long found = counts.getOrDefault(call.key(), 0L);
      unless(
          found == (call.outcome() == Outcome.RETURNED ? 1 : 0),
          parent,
          "has %d edges of call %s, which is %s"
              .formatted(found, call.key(), call.outcome().name().toLowerCase(Locale.ROOT)));
    }
  }

  private void child(Kin parent, Kin child) {
    var descent = child.spec().descent();
    unless(
        child.call().isPresent(),
        child,
        "calls itself a child of %s, which made no such call".formatted(parent.session()));
    unless(
        descent.parent().filter(parent.session()::equals).isPresent(),
        child,
        "names %s as its parent instead of %s"
            .formatted(descent.parent().map(SessionId::value).orElse("nobody"), parent.session()));
    unless(
        descent.root().filter(parent.root()::equals).isPresent(),
        child,
        "names %s as its root instead of %s"
            .formatted(descent.root().map(SessionId::value).orElse("nobody"), parent.root()));
    unless(
        descent.depth() == parent.spec().descent().depth() + 1,
        child,
        "is at depth %d below a parent at depth %d"
            .formatted(descent.depth(), parent.spec().descent().depth()));
    narrower(parent, child, "its parent");
  }

  private void narrower(Kin above, Kin below, String role) {
    Authority wide = above.spec().authority();
    Authority narrow = below.spec().authority();
    unless(
        narrow.capability().isAtMost(wide.capability()),
        below,
        "may do what %s, %s, may not: %s is not at most %s"
            .formatted(
                role,
                above.session(),
                narrow.capability().canonical(),
                wide.capability().canonical()));
    unless(
        wide.toolsets().entrySet().containsAll(narrow.toolsets().entrySet()),
        below,
        "has toolsets that %s, %s, has not".formatted(role, above.session()));
  }

  /** What the catalog counts to the tree of a root must be reachable from there. */
  private void outsiders(Kin tree) {
    if (tree.spec().descent().depth() != 0) {
      return;
    }
    Set<SessionId> reached =
        tree.all().map(Kin::session).collect(Collectors.toCollection(HashSet::new));
    for (var row : reader.tree(tree.session())) {
      if (!reached.contains(row.session())) {
        problems.add(
            new Problem(
                row.session(),
                "belongs to the tree of %s, but nothing leads there".formatted(tree.session())));
      }
    }
  }

  private void unless(boolean fine, Kin where, String problem) {
    if (!fine) {
      problem(where, problem);
    }
  }

  private void problem(Kin where, String problem) {
    problems.add(new Problem(where.session(), problem));
  }
}
