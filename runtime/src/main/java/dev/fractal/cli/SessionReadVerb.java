package dev.fractal.cli;

import dev.fractal.protocol.SessionId;
import dev.fractal.view.SessionReader;
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
      if (reader.events(id, 1, 1).isEmpty() && reader.highest(id) == 0) {
        throw CliException.unknownSession(
            "session '" + id + "' is unknown in " + place + "; 'ls' lists those that are there");
      }
      return invocation.print(read(id, reader, invocation));
    }
  }

  abstract Report read(SessionId id, SessionReader reader, Invocation invocation);
}
