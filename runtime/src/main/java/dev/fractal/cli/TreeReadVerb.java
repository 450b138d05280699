package dev.fractal.cli;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.SessionReader;
import dev.fractal.view.TreeView;
import java.util.List;

/** A verb that reads a session with everything below it. */
abstract class TreeReadVerb extends SessionReadVerb {
  @Override
  final Report read(
      SessionId id, List<JournalEntry> journal, SessionReader reader, Invocation invocation) {
    return read(tree(id, reader), reader, invocation);
  }

  /** The tree of a session that has a journal. */
  static TreeView tree(SessionId id, SessionReader reader) {
    return TreeView.of(id, reader)
        .orElseThrow(
            () ->
                new CliException(
                    "BadJournal",
                    "the journal of session " + id + " does not begin with its start; see 'check'",
                    Exit.CHECK_FAILED));
  }

  abstract Report read(TreeView tree, SessionReader reader, Invocation invocation);
}
