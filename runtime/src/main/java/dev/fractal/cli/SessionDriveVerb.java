package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.view.ReplyJson;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Parameters;

/** A verb that asks something of one session that exists. */
abstract class SessionDriveVerb extends DriveVerb {
  @Parameters(index = "0", paramLabel = "SESSION", description = "The session's id.")
  String session = "";

  @Override
  int run(Invocation invocation) {
    var id = Arguments.session(session);
    var place = directory(invocation).ofSession(session);
    return withNode(invocation, place, node -> ask(id, node, invocation));
  }

  abstract int ask(SessionId id, Node node, Invocation invocation);

  /** Prints the session's status after a command that changes nothing else. */
  static int done(CompletionStage<SessionReply> stage, Invocation invocation) {
    return printed(Replies.expect(Done.class, stage), invocation);
  }

  static int printed(Done done, Invocation invocation) {
    return invocation.print(
        Report.ok(
            () -> ReplyJson.done(done),
            () -> "session " + done.session() + " is " + done.status().wire()));
  }

  static Described describe(SessionId id, Node node) {
    return Replies.expect(Described.class, node.sessions().describe(id));
  }

  /** A turn in a paused session would wait for as long as this process has the session. */
  static void refusePaused(SessionId id, Node node) {
    var status = describe(id, node).status();
    if (status == SessionStatus.PAUSED || status == SessionStatus.PAUSE_REQUESTED) {
      throw new CliException(
          "SessionPaused",
          "session " + id + " is paused; 'bin/fractal resume " + id + "' goes on with it",
          Exit.ERROR);
    }
    if (status == SessionStatus.SUSPENDED) {
      throw new CliException(
          "SessionSuspended",
          "session %s is suspended, 'bin/fractal show %s' says why; 'bin/fractal resume %s' tries again"
              .formatted(id, id, id),
          Exit.ERROR);
    }
  }

  /** The number of the turn that runs. */
  static Optional<Integer> openTurn(SessionId id, Node node) {
    return describe(id, node).openTurn();
  }
}
