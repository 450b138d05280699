package dev.fractal.cli;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.SessionReader;
import java.util.List;
import picocli.CommandLine.Parameters;

/** A verb that reads one session's journal and needs no node. */
abstract class SessionReadVerb extends Verb {
  @Parameters(paramLabel = "SESSION", description = "The session's id.")
  String session = "";

  @Override
  final int run(Invocation invocation) {
    var id = Arguments.session(session);
    var place = directory(invocation).ofSession(session);
    try (var reader = invocation.env().launchers().readers().open(place)) {
      var journal = reader.events(id);
      if (journal.isEmpty()) {
        throw CliException.unknownSession(
            "session '" + id + "' is unknown in " + place + "; 'ls' lists those that are there");
      }
      return invocation.print(read(id, journal, reader, invocation));
    }
  }

  abstract Report read(
      SessionId id, List<JournalEntry> journal, SessionReader reader, Invocation invocation);
}
