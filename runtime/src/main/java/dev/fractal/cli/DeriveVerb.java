package dev.fractal.cli;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.view.ReplyJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A verb that starts a session from a head of another one, which stays as it is. */
abstract class DeriveVerb extends DriveVerb {
  @Parameters(index = "0", paramLabel = "SESSION", description = "The session to go on from.")
  String source = "";

  @Option(
      names = "--head",
      paramLabel = "HEAD",
      description = "A head of it; default: the newest that is no wreckage.")
  @Nullable String head;

  @Option(
      names = "--session",
      paramLabel = "ID",
      description = "The new session; default: a new id.")
  @Nullable String session;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "A profile within the source's: locked-down, default or trusted.")
  @Nullable String profile;

  @Mixin ApprovalOptions approvals = new ApprovalOptions();
  @Mixin BudgetOptions budget = new BudgetOptions();
  @Mixin ModelOptions models = new ModelOptions();
  @Mixin TurnOptions turn = new TurnOptions();

  /** The message of the new session's first turn; none when it only begins. */
  abstract Optional<String> message(Console console);

  @Override
  int run(Invocation invocation) {
    var env = invocation.env();
    var from = Arguments.session(source);
    var id = Arguments.newSession(session, turn.requestId);
    var chosen = Optional.ofNullable(head).map(Arguments::head);
    var narrower = Optional.ofNullable(profile).map(StartOptions::named);
    var needed = approvals.approvals().names();
    var plan = turn.plan(env);
    var granted = budget.budget();
    var policy = budget.policy();
    var message = message(env.console());
    if (message.isEmpty() && turn.needsTurn()) {
      throw CliException.usage(
          "--input, --max-steps and --timeout are for a turn; add a MESSAGE, or leave them out");
    }
    var settings = settings();
    var place = directory(invocation).ofSession(source);
    var choice = TurnVerb.replacement(models, from, place, env);
    return withNode(
        invocation,
        place,
        node -> {
          var fork = new Derivation.Fork(from, chosen, choice, narrower, granted, policy, needed);
          var _ = Replies.expect(Done.class, node.sessions().fork(id, fork));
          if (message.isEmpty()) {
            return begun(SessionDriveVerb.describe(id, node), from, invocation);
          }
          var request = plan.request(message.get(), Optional.empty(), node.payloads());
          var ended = new TurnRunner(node, invocation, settings).run(id, request, plan.ifBusy());
          return new TurnReport(invocation, node.payloads()).print(ended);
        });
  }

  private static int begun(Described described, SessionId from, Invocation invocation) {
    return invocation.print(
        Report.ok(
            () -> ReplyJson.derived(described, from),
            () ->
                "session %s is %s and goes on from %s of session %s"
                    .formatted(
                        described.session(),
                        described.status().wire(),
                        described.head().map(HeadId::value).orElse("the start"),
                        from)));
  }
}
