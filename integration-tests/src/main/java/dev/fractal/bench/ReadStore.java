package dev.fractal.bench;

import dev.fractal.persistence.catalog.CatalogRow;
import dev.fractal.persistence.journal.JournalWriter.Write;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import java.util.ArrayList;
import java.util.List;

/** Makes the histories whose reading is measured. */
record ReadStore(Store store, SessionSpec spec) {
  /** Turns whose events are written together. */
  private static final int AT_ONCE = 50;

  private static final int SNAPSHOT_FROM = 500;

  /** Children of each session of the tree: 1 + 8 + 64 + 512. */
  private static final int FAN = 8;

  private static final int DEPTH = 3;

  /** Takes the settings of a session that the node has started. */
  static ReadStore like(BenchNode node, SessionId session) {
    var start = (SessionStarted) node.store().journal().read(session, 1, 1).getFirst().event();
    return new ReadStore(node.store(), start.spec());
  }

  /**
   * A session of so many turns with so many children each. The newest ten are its window: what the
   * model is sent is the same at every age.
   */
  Chronicle grown(String name, int turns, int children) {
    var history = new Chronicle(new SessionId(name), spec);
    for (int turn = 1; turn <= turns; turn++) {
      if (turn == turns - Reads.YOUNG + 1) {
        history.shorten();
      }
      var _ = history.turn("request " + turn, children);
      if (turn % AT_ONCE == 0) {
        history.flush(store.journalWriter());
      }
    }
    history.store(store, SNAPSHOT_FROM);
    return history;
  }

  /** A tree of 585 sessions, each of one turn. */
  SessionId tree(String name) {
    var root = new SessionId(name);
    below(root, spec, "request 1", DEPTH);
    return root;
  }

  private void below(SessionId session, SessionSpec own, String requestId, int depth) {
    var history = new Chronicle(session, own);
    var children = history.turn(requestId, depth == 0 ? 0 : FAN);
    history.store(store, SNAPSHOT_FROM);
    for (int i = 0; i < children.size(); i++) {
      below(children.get(i), own.child(session), history.key(1, i).value(), depth - 1);
    }
  }

  /** So many sessions of one turn that have nothing to do with what is read. */
  void strangers(int count) {
    var root =
        new SessionSpec(
            spec.models(),
            spec.limits(),
            Descent.ROOT,
            spec.authority(),
            spec.budget(),
            spec.doctrine(),
            spec.kernel());
    List<Write> writes = new ArrayList<>();
    List<CatalogRow> rows = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      var history = new Chronicle(new SessionId("stranger-" + i), root);
      var _ = history.turn("request 1", 0);
      writes.addAll(history.writes());
      rows.add(history.row());
      if (i % AT_ONCE == 0 || i == count) {
        store.journalWriter().append(writes);
        store.catalog().upsert(rows);
        writes.clear();
        rows.clear();
      }
    }
  }
}
