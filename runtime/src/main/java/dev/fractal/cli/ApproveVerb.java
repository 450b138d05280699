package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.command.SessionReply.Done;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "approve", description = "Say yes to a call that needs it, and wait for its turn.")
final class ApproveVerb extends ReplyVerb {
  @Option(
      names = "--arguments",
      paramLabel = "JSON",
      description = "The array of arguments that it is called with, if not with the cell's own.")
  @Nullable String arguments;

  @Override
  Done said(Node node, AskId question, Invocation invocation) {
    return say(node, question, () -> new AskReply.Approve(Optional.ofNullable(arguments)));
  }
}
