package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.remote.RemoteNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "run", description = "Start a session and run a turn in it.")
final class RunVerb extends DriveVerb {
  @Parameters(paramLabel = "MESSAGE", description = "What to do; '-' reads standard input.")
  String message = "";

  @Option(names = "--session", paramLabel = "ID", description = "Default: a new id.")
  @Nullable String session;

  @Mixin ModelOptions models = new ModelOptions();
  @Mixin StartOptions start = new StartOptions();
  @Mixin TurnOptions turn = new TurnOptions();

  @Override
  int run(Invocation invocation) {
    var env = invocation.env();
    var id = Arguments.newSession(session, turn.requestId);
    var plan = turn.plan(env);
    var begin = start.plan(env);
    var settings = settings();
    var choice = models.forNew(invocation, settings);
    var text = Arguments.message(message, env.console());
    var place = directory(invocation).findOrCreate();
    return withNode(
        invocation,
        place,
        node -> {
          var request = plan.request(text, Optional.empty(), node.payloads());
          start(node, id, choice, begin);
          var ended = new TurnRunner(node, invocation, settings).run(id, request, plan.ifBusy());
          return new TurnReport(invocation, node.payloads()).print(ended);
        });
  }

  static void start(Node node, SessionId id, ModelChoice models, StartOptions.Start begin) {
    var _ = Replies.expect(Done.class, started(node, id, models, begin));
  }

  private static CompletionStage<SessionReply> started(
      Node node, SessionId id, ModelChoice models, StartOptions.Start begin) {
    return node instanceof RemoteNode remote
        ? remote.start(
            id,
            models,
            begin.profile(),
            List.copyOf(begin.tightenings().values()),
            begin.budget(),
            begin.policy())
        : node.sessions().start(id, begin.on(node.spec(models, begin.profile())));
  }
}
