package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.command.SessionReply.Done;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "answer",
    description = "Answer what a session asks, and wait for its turn; 'inbox' lists what is open.")
final class AnswerVerb extends ReplyVerb {
  @Parameters(
      index = "2",
      arity = "0..1",
      paramLabel = "VALUE",
      description = "A text, or JSON where the question wants it; '-' reads standard input.")
  @Nullable String value;

  @Option(names = "--decline", paramLabel = "WHY", description = "Say that there is no answer.")
  @Nullable String decline;

  @Override
  int run(Invocation invocation) {
    if ((value == null) == (decline == null)) {
      throw CliException.usage("'answer' takes a value or --decline; give one of them");
    }
    return super.run(invocation);
  }

  @Override
  Done said(Node node, AskId question, Invocation invocation) {
    if (value == null) {
      return say(node, question, () -> new AskReply.Decline(String.valueOf(decline)));
    }
    var words =
        value.equals("-") ? TextFile.read("the answer", invocation.env().console().in()) : value;
    return AnswerWords.give(node, question, words, by);
  }
}
