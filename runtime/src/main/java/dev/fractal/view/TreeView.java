package dev.fractal.view;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A session with everything below it.
 *
 * @param call the parent's call that it answers; empty at the top, and for a session that only says
 *     itself that it belongs here
 * @param children in the order in which they were called
 */
public record TreeView(Member member, Optional<CallKey> call, List<TreeView> children) {
  public TreeView {
    children = List.copyOf(children);
  }

  /** Reads a session's tree; empty when there is no such session. Blocks. */
  public static Optional<TreeView> of(SessionId session, SessionReader reader) {
    return Member.of(reader.events(session))
        .map(
            top -> {
              var walk = new Walk(reader, reader.tree(top.root()));
              walk.seen.add(session);
              return walk.below(top, Optional.empty());
            });
  }

  /** What it and everything below it spent; unknown as soon as one of them is. */
  public Spend subtree() {
    return children.stream().map(TreeView::subtree).reduce(member.cost().total(), Spend::plus);
  }

  /** The children that a turn of it called. */
  public List<TreeView> childrenOf(int turn) {
    var calls =
        member.ties().calls().stream()
            .filter(call -> call.turn() == turn)
            .map(ChildCall::key)
            .collect(Collectors.toSet());
    return children.stream()
        .filter(child -> child.call().filter(calls::contains).isPresent())
        .toList();
  }

  /** It and everything below it, parents first. */
  public Stream<TreeView> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(TreeView::all));
  }

  /** One reading; a session is entered once, whatever a damaged store says. */
  private static final class Walk {
    private final SessionReader reader;
    private final List<CatalogRow> rows;
    private final Set<SessionId> seen = new HashSet<>();

    Walk(SessionReader reader, List<CatalogRow> rows) {
      this.reader = reader;
      this.rows = rows;
    }

    TreeView below(Member member, Optional<CallKey> call) {
      var children = new ArrayList<TreeView>();
      named(member)
          .forEach(
              (child, by) -> {
                if (seen.add(child)) {
                  Member.of(reader.events(child))
                      .filter(found -> found.session().equals(child))
                      .ifPresent(found -> children.add(below(found, by)));
                }
              });
      return new TreeView(member, call, children);
    }

    /** Children by the calls, by the edges, and by what they say themselves. */
    private Map<SessionId, Optional<CallKey>> named(Member member) {
      var named = new LinkedHashMap<SessionId, Optional<CallKey>>();
      for (var call : member.ties().calls()) {
        named.put(member.child(call.key()), Optional.of(call.key()));
      }
      for (var edge : member.ties().edges()) {
        if (edge.kind() == Edge.Kind.INVOCATION) {
          named.putIfAbsent(edge.session(), edge.call());
        }
      }
      for (var row : rows) {
        if (row.family().parent().filter(member.session()::equals).isPresent()) {
          named.putIfAbsent(row.session(), Optional.empty());
        }
      }
      return named;
    }
  }
}
