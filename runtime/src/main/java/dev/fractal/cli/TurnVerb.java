package dev.fractal.cli;

import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.view.Glance;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "turn", description = "Run a further turn in a session.")
final class TurnVerb extends DriveVerb {
  @Parameters(index = "0", paramLabel = "SESSION", description = "The session's id.")
  String session = "";

  @Parameters(index = "1", paramLabel = "MESSAGE", description = "'-' reads standard input.")
  String message = "";

  @Mixin ModelOptions models = new ModelOptions();
  @Mixin StartOptions start = new StartOptions();
  @Mixin TurnOptions turn = new TurnOptions();

  @Override
  int run(Invocation invocation) {
    var env = invocation.env();
    var id = Arguments.session(session);
    start.refuseForTurn(id);
    var place = directory(invocation).ofSession(session);
    var plan = turn.plan(env).needing(start.approvals.approvals());
    var choice = replacement(models, id, place, env);
    var text = Arguments.message(message, env.console());
    var settings = settings();
    return withNode(
        invocation,
        place,
        node -> {
          SessionDriveVerb.refusePaused(id, node);
          var request = plan.request(text, choice, node.payloads());
          var ended = new TurnRunner(node, invocation, settings).run(id, request, plan.ifBusy());
          return new TurnReport(invocation, node.payloads()).print(ended);
        });
  }

  /** The models that replace the session's, which its journal tells. */
  static Optional<ModelChoice> replacement(
      ModelOptions models, SessionId id, Path place, CliEnvironment env) {
    if (!models.any()) {
      return Optional.empty();
    }
    return Optional.of(models.inPlaceOf(known(id, place, env), env));
  }

  private static ModelChoice known(SessionId id, Path place, CliEnvironment env) {
    try (var reader = env.launchers().readers().open(place)) {
      return reader
          .glance(id, new Glance.Page(Optional.empty(), 1))
          .map(document -> document.path("models"))
          .map(
              models ->
                  new ModelChoice(
                      models.path("root").asText(),
                      models.path("child").asText(),
                      models.path("leaf").asText()))
          .orElseThrow(
              () -> CliException.unknownSession("session '" + id + "' is unknown in " + place));
    }
  }
}
