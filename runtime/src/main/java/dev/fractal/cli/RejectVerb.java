package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.command.SessionReply.Done;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "reject", description = "Say no to a call that needs a yes, and wait for its turn.")
final class RejectVerb extends ReplyVerb {
  @Parameters(index = "2", paramLabel = "WHY", description = "Why, for the cell.")
  String why = "";

  @Override
  Done said(Node node, AskId question, Invocation invocation) {
    return say(node, question, () -> new AskReply.Reject(why));
  }
}
