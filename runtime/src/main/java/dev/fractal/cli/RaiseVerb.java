package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.view.Inert;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "raise",
    description = "Raise what a session and everything below it may use; each limit is the whole.")
final class RaiseVerb extends SessionDriveVerb {
  @Option(names = "--usd", paramLabel = "N", description = "New limit in US dollars.")
  @Nullable String usd;

  @Option(names = "--tokens", paramLabel = "N", description = "New limit of tokens, in and out.")
  @Nullable String tokens;

  @Option(names = "--calls", paramLabel = "N", description = "New limit of model calls.")
  @Nullable String calls;

  @Option(names = "--sessions", paramLabel = "N", description = "New limit of sessions.")
  @Nullable String count;

  @Option(names = "--by", paramLabel = "NAME", description = "Who raises it; default: the user.")
  String by = ReplyVerb.user();

  @Option(names = "--no-wait", description = "Do not wait for a turn that goes on with it.")
  boolean noWait;

  @Override
  int run(Invocation invocation) {
    var _ = limits();
    return super.run(invocation);
  }

  /** A turn that waited is waited for, as by whoever answers a question. */
  @Override
  int ask(SessionId id, Node node, Invocation invocation) {
    var before = describe(id, node);
    var done = Replies.expect(Done.class, node.sessions().raise(id, limits(), by));
    var waited = before.openTurn().filter(_ -> before.status() == SessionStatus.WAITING);
    if (noWait || waited.isEmpty()) {
      return printed(done, invocation);
    }
    var ended = new TurnRunner(node, invocation, settings()).await(id, waited.get());
    return new TurnReport(invocation, node.payloads()).print(ended);
  }

  private Raise limits() {
    try {
      var _ = new Letter.Person(by);
      return new Raise(
          number("--usd", usd),
          number("--tokens", tokens),
          number("--calls", calls),
          number("--sessions", count));
    } catch (IllegalArgumentException e) {
      throw CliException.usage(Inert.line(String.valueOf(e.getMessage())));
    }
  }

  private static Optional<BigDecimal> number(String option, @Nullable String word) {
    try {
      return Optional.ofNullable(word).map(BigDecimal::new);
    } catch (NumberFormatException e) {
      throw CliException.usage("%s '%s' is not a number".formatted(option, Inert.line(word + "")));
    }
  }
}
