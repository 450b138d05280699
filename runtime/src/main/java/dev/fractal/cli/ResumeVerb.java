package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.view.Json;
import dev.fractal.view.ReplyJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "resume",
    description = "Reopen or go on with a session; unfinished turns are brought to their end.")
final class ResumeVerb extends SessionDriveVerb {
  @Option(names = "--head", paramLabel = "HEAD", description = "Go back to an older head.")
  @Nullable String head;

  @Mixin StartOptions start = new StartOptions();

  @Override
  int run(Invocation invocation) {
    var _ = chosen();
    start.refuse(Arguments.session(session));
    return super.run(invocation);
  }

  @Override
  int ask(SessionId id, Node node, Invocation invocation) {
    var _ = Replies.expect(Done.class, node.sessions().resume(id, chosen()));
    var runner = new TurnRunner(node, invocation, settings());
    var report = new TurnReport(invocation, node.payloads());
    var ended = new ArrayList<TurnRunner.Watched>();
    var described = describe(id, node);
    for (var next = unfinished(described); next.isPresent(); next = unfinished(described)) {
      var turn = runner.await(id, next.get());
      ended.add(turn);
      report.part(turn);
      if (!(turn instanceof TurnRunner.Ended over) || over.interrupted()) {
        break;
      }
      described = describe(id, node);
    }
    return ended.isEmpty() ? printed(described, invocation) : printed(ended, report, invocation);
  }

  /** The turn that runs, or the oldest one that waits. */
  private static Optional<Integer> unfinished(Described described) {
    int waiting = described.queued();
    return described
        .openTurn()
        .or(() -> waiting == 0 ? Optional.empty() : Optional.of(described.turns() - waiting + 1));
  }

  private Optional<HeadId> chosen() {
    return Optional.ofNullable(head).map(Arguments::head);
  }

  /** The last result, with those before it; as text they were printed one by one. */
  private static int printed(
      List<TurnRunner.Watched> ended, TurnReport report, Invocation invocation) {
    var last = ended.removeLast();
    if (invocation.json()) {
      var node = report.json(last);
      if (!ended.isEmpty()) {
        node.set("earlier", Json.array(ended, report::json));
      }
      invocation.print(Report.ok(() -> node, () -> ""));
    }
    return TurnReport.exit(last);
  }

  private static int printed(Described described, Invocation invocation) {
    return invocation.print(
        Report.ok(
            () -> ReplyJson.described(described),
            () ->
                "session %s is %s, %s, nothing unfinished"
                    .formatted(
                        described.session(),
                        described.status().wire(),
                        Wording.count(described.turns(), "turn"))));
  }
}
