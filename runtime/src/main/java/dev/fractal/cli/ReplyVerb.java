package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply.Done;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A verb that says something to what a session asks, and then waits for the turn. */
abstract class ReplyVerb extends SessionDriveVerb {
  @Parameters(index = "1", paramLabel = "ASK", description = "As 'inbox' lists it.")
  String ask = "";

  @Option(names = "--by", paramLabel = "NAME", description = "Who says it; default: the user.")
  String by = user();

  @Option(names = "--no-wait", description = "Do not wait for the turn.")
  boolean noWait;

  static String user() {
    return System.getProperty("user.name", "unknown");
  }

  @Override
  int run(Invocation invocation) {
    var _ = named(Arguments.session(session));
    return super.run(invocation);
  }

  private AskId named(SessionId id) {
    return checked(() -> AskId.in(id, ask));
  }

  @Override
  final int ask(SessionId id, Node node, Invocation invocation) {
    var question = named(id);
    var done = said(node, question, invocation);
    if (noWait) {
      return printed(done, invocation);
    }
    var watched = new TurnRunner(node, invocation, settings()).await(id, question.turn());
    return new TurnReport(invocation, node.payloads()).print(watched);
  }

  /** Says it; a refusal becomes a {@link CliException}. */
  abstract Done said(Node node, AskId question, Invocation invocation);

  /** Says words whose form is checked here. */
  final Done say(Node node, AskId question, Supplier<AskReply.Words> words) {
    var reply = checked(() -> new AskReply(words.get(), by));
    return Replies.expect(Done.class, node.sessions().answer(question, reply));
  }

  private static <T> T checked(Supplier<T> form) {
    try {
      return form.get();
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()));
    }
  }
}
