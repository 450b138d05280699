package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.view.Json;
import dev.fractal.view.document.PendingDocument;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "tell", description = "Tell a session something while its turn runs.")
final class TellVerb extends SessionDriveVerb {
  @Parameters(index = "1", paramLabel = "TEXT", description = "'-' reads standard input.")
  String text = "";

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "steer (default): the model reads it with its next request; interrupt: the running model"
              + " call or cell ends first; queue: it is the next turn.")
  String mode = Letter.Mode.STEER.wire();

  @Option(names = "--by", paramLabel = "NAME", description = "Who says it; default: the user.")
  String by = ReplyVerb.user();

  @Option(names = "--request-id", paramLabel = "KEY", description = "Never told twice by a key.")
  String requestId = UUID.randomUUID().toString();

  private @Nullable Letter letter;

  @Override
  int run(Invocation invocation) {
    var words = Arguments.message(text, invocation.env().console());
    letter = letter(words);
    return super.run(invocation);
  }

  private Letter letter(String words) {
    var how =
        Letter.Mode.named(mode)
            .orElseThrow(
                () -> CliException.usage("--mode is one of %s, not '%s'".formatted(modes(), mode)));
    try {
      return new Letter(requestId, new Letter.Person(by), how, words);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()));
    }
  }

  private static String modes() {
    return Arrays.stream(Letter.Mode.values())
        .map(Letter.Mode::wire)
        .collect(Collectors.joining(", "));
  }

  @Override
  int ask(SessionId id, Node node, Invocation invocation) {
    return told(id, Objects.requireNonNull(letter), node, invocation);
  }

  private static int told(SessionId id, Letter letter, Node node, Invocation invocation) {
    var reply = node.sessions().tell(id, letter);
    if (letter.mode() != Letter.Mode.QUEUE) {
      return printed(Replies.expect(Done.class, reply), invocation);
    }
    var accepted = Replies.expect(TurnAccepted.class, reply);
    return invocation.print(
        Report.ok(
            () -> Json.document(PendingDocument.of(id, accepted.turn(), List.of())),
            () -> "turn " + accepted.turn() + " of session " + id + " is queued"));
  }
}
