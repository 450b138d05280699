package dev.fractal.view;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.outline.Standing;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.spec.SessionSpec;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.Work;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One session of a tree, as its journal tells it.
 *
 * @param spec as it was started, with the models that it has now
 * @param spent by all of its turns
 * @param request request id of its first turn
 */
public record Member(
    SessionId session,
    SessionSpec spec,
    SessionStatus status,
    Activity activity,
    Spend spent,
    Optional<String> request) {

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
   * A session, and what it waits for if it has work left. Blocks.
   *
   * @param row as the catalog lists it
   */
  static Found of(Standing standing, Optional<CatalogRow> row, SessionReader reader) {
    var session = standing.outline().birth().session();
    var listed =
        row.filter(one -> one.sequence() == standing.outline().sequence())
            .map(CatalogRow::status)
            .filter(Glance::isSettled);
    return listed
        .map(status -> new Found(member(standing, status, List.of()), List.of()))
        .orElseGet(() -> found(standing, reader.state(session)));
  }

  private static Found found(Standing standing, SessionState state) {
    var work = state.next();
    return new Found(member(standing, state.status(), waits(work)), children(work));
  }

  /** A member, and the children that it waits for, which the catalog may not list yet. */
  record Found(Member member, List<SessionId> children) {}

  private static Member member(Standing standing, SessionStatus status, List<String> waits) {
    var outline = standing.outline();
    var birth = outline.birth();
    return new Member(
        birth.session(),
        birth.spec(),
        status,
        new Activity(outline.tally().accepted(), outline.tally().replies(), waits),
        outline.spent(),
        birth.request());
  }

  private static List<SessionId> children(List<Work> work) {
    return work.stream()
        .<SessionId>mapMulti(
            (one, add) -> {
              switch (one) {
                case Work.RunChild call -> add.accept(call.child());
                case Work.EndChild(var child) -> add.accept(child);
                case Work.CallModel _,
                    Work.EvaluateStep _,
                    Work.UseGate _,
                    Work.AskLeaf _,
                    Work.ReadWait _,
                    Work.Tell _,
                    Work.OpenQueued _,
                    Work.Remove _ -> {}
              }
            })
        .toList();
  }

  private static List<String> waits(List<Work> work) {
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
                    case Work.ReadWait(var _, var call) -> add.accept(call.function());
                    case Work.Tell(var _, var call) -> add.accept(call.function());
                    case Work.AskLeaf _, Work.OpenQueued _, Work.Remove _ -> {}
                  }
                });
    return leaves == 0
        ? others.toList()
        : Stream.concat(Stream.of(leaves == 1 ? "1 leaf" : leaves + " leaves"), others).toList();
  }

  /** The session at the top of its tree. */
  public SessionId root() {
    return spec.descent().root().orElse(session);
  }

  /** The call that it answers, as its first turn's request names it. */
  Optional<CallKey> call() {
    return request
        .filter(id -> !id.isBlank())
        .map(CallKey::new)
        .filter(key -> SessionId.child(root(), key).equals(session));
  }
}
