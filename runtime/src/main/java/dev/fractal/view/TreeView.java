package dev.fractal.view;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.outline.Standing;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A session with everything below it.
 *
 * @param call the parent's call that it answers; empty at the top, and for a session whose call is
 *     not known
 * @param children in the order in which they were called
 */
public record TreeView(Member member, Optional<CallKey> call, List<TreeView> children) {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  public TreeView {
    children = List.copyOf(children);
  }

  private static List<TreeView> inOrder(List<TreeView> nodes) {
    record Keyed(String key, TreeView node) {}
    return nodes.stream()
        .map(node -> new Keyed(node.call.map(call -> padded(call.value())).orElse("~"), node))
        .sorted(Comparator.comparing(Keyed::key))
        .map(Keyed::node)
        .toList();
  }

  /** Numbers of the same width compare as numbers. */
  private static String padded(String key) {
    return NUMBER
        .matcher(key)
        .replaceAll(
            number -> "0".repeat(Math.max(0, 10 - number.group().length())) + number.group());
  }

  /**
   * Reads a session's tree, generation by generation; empty when there is no such session. Blocks.
   */
  public static Optional<TreeView> of(SessionId session, SessionReader reader) {
    return reader
        .outlines()
        .standing(session)
        .flatMap(
            standing -> {
              var walk = new Walk(reader);
              walk.enter(List.of(session), Map.of(session, standing), listed(session, reader));
              return Optional.ofNullable(walk.members.get(session))
                  .map(top -> walk.node(top, Optional.empty()));
            });
  }

  private static Map<SessionId, CatalogRow> listed(SessionId session, SessionReader reader) {
    return reader.session(session).map(row -> Map.of(session, row)).orElseGet(Map::of);
  }

  /** What it and everything below it spent; unknown as soon as one of them is. */
  public Spend subtree() {
    return children.stream().map(TreeView::subtree).reduce(member.spent(), Spend::plus);
  }

  /** The children that a turn of it called. */
  public List<TreeView> childrenOf(int turn) {
    return children.stream()
        .filter(
            child ->
                child.call.flatMap(CallKey::site).filter(site -> site.turn() == turn).isPresent())
        .toList();
  }

  /** It and everything below it, parents first. */
  public Stream<TreeView> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(TreeView::all));
  }

  /** The calls that a session's journal tells of, read when a child does not tell its own. */
  private static final class CallsOf {
    private final SessionId session;
    private final SessionReader reader;
    private @Nullable Map<SessionId, CallKey> calls;

    CallsOf(SessionId session, SessionReader reader) {
      this.session = session;
      this.reader = reader;
    }

    Optional<CallKey> to(SessionId child) {
      if (calls == null) {
        calls = new HashMap<>();
        Kin.alone(session, reader).ifPresent(this::read);
      }
      return Optional.ofNullable(calls.get(child));
    }

    private void read(Kin parent) {
      var known = Objects.requireNonNull(calls);
      parent.calls().forEach(call -> known.put(parent.child(call.key()), call.key()));
      parent
          .edges()
          .forEach(edge -> edge.call().ifPresent(call -> known.putIfAbsent(edge.session(), call)));
    }
  }

  /** One reading; a session is entered once, whatever a damaged store says. */
  private static final class Walk {
    private final SessionReader reader;
    private final Map<SessionId, Member> members = new HashMap<>();
    private final Map<SessionId, Set<SessionId>> below = new HashMap<>();
    private final Set<SessionId> shown = new HashSet<>();

    Walk(SessionReader reader) {
      this.reader = reader;
    }

    /** Takes sessions of one generation in, and then those that they spawned. */
    void enter(
        Collection<SessionId> sessions,
        Map<SessionId, Standing> standings,
        Map<SessionId, CatalogRow> rows) {
      var expected = new LinkedHashMap<SessionId, SessionId>();
      for (var session : sessions) {
        var standing = standings.get(session);
        if (standing == null || members.containsKey(session)) {
          continue;
        }
        var found = Member.of(standing, Optional.ofNullable(rows.get(session)), reader);
        if (found.member().session().equals(session)) {
          members.put(session, found.member());
          found.children().forEach(child -> expected.put(child, session));
        }
      }
      descend(sessions, expected);
    }

    /** The catalog may not list those yet that a session waits for. */
    private void descend(Collection<SessionId> parents, Map<SessionId, SessionId> expected) {
      var rows =
          reader.children(parents).stream()
              .collect(
                  Collectors.toMap(
                      CatalogRow::session, Function.identity(), (a, _) -> a, LinkedHashMap::new));
      rows.values().forEach(row -> row.family().parent().ifPresent(up -> note(up, row.session())));
      expected.forEach((child, parent) -> note(parent, child));
      var next = new ArrayList<>(rows.keySet());
      expected.keySet().stream().filter(child -> !rows.containsKey(child)).forEach(next::add);
      next.removeIf(members::containsKey);
      if (!next.isEmpty()) {
        enter(next, reader.outlines().standings(next), rows);
      }
    }

    private void note(SessionId parent, SessionId child) {
      below.computeIfAbsent(parent, _ -> new LinkedHashSet<>()).add(child);
    }

    TreeView node(Member parent, Optional<CallKey> call) {
      var session = parent.session();
      shown.add(session);
      var children = new ArrayList<TreeView>();
      var calls = new CallsOf(session, reader);
      for (var child : below.getOrDefault(session, Set.of())) {
        var member = members.get(child);
        if (member != null && !shown.contains(child)) {
          children.add(node(member, member.call().or(() -> calls.to(child))));
        }
      }
      return new TreeView(parent, call, inOrder(children));
    }
  }
}
