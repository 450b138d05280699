package dev.fractal.cli;

import dev.fractal.protocol.SessionId;
import dev.fractal.view.SessionReader;
import dev.fractal.view.TreeView;

/** A verb that reads a session with everything below it. */
abstract class TreeReadVerb extends SessionReadVerb {
  @Override
  final Report read(SessionId id, SessionReader reader, Invocation invocation) {
    return read(tree(id, reader), reader, invocation);
  }

  /** The tree of a session that has a journal. */
  static TreeView tree(SessionId id, SessionReader reader) {
    return TreeView.of(id, reader).orElseThrow(() -> bad(id));
  }

  static CliException bad(SessionId id) {
    return new CliException(
        "BadJournal",
        "the journal of session " + id + " does not begin with its start; see 'check'",
        Exit.CHECK_FAILED);
  }

  abstract Report read(TreeView tree, SessionReader reader, Invocation invocation);
}
