package dev.fractal.http.routes;

import dev.fractal.http.wire.Problems;
import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.catalog.OpenAsk;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.view.SessionReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The questions of a session and of those below it. Blocks. */
record AskBranch(SessionId top, SessionReader reader) {
  List<OpenAsk> asks(int limit) {
    var row = reader.session(top).orElseThrow(this::unknown);
    var root = row.family().root();
    var asks = reader.asks(Optional.of(root), limit);
    if (root.equals(top) || asks.isEmpty()) {
      return asks;
    }
    var below = below(reader.tree(root));
    return asks.stream().filter(ask -> below.contains(ask.ask().session())).toList();
  }

  private Set<SessionId> below(List<CatalogRow> tree) {
    Map<SessionId, SessionId> parents = new HashMap<>();
    tree.forEach(
        row -> row.family().parent().ifPresent(parent -> parents.put(row.session(), parent)));
    var below = new HashSet<SessionId>();
    for (var row : tree) {
      var at = row.session();
      while (at != null && !at.equals(top)) {
        at = parents.get(at);
      }
      if (at != null) {
        below.add(row.session());
      }
    }
    return below;
  }

  private RuntimeException unknown() {
    return Problems.of(new Refusal(Refusal.Kind.UnknownSession, "there is no session " + top))
        .thrown();
  }
}
