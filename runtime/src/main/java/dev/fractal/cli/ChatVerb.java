package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "chat", description = "Talk to a session, line by line; /exit ends it.")
final class ChatVerb extends DriveVerb {
  private static final Set<String> GOODBYE = Set.of("/exit", "/quit");

  @Parameters(arity = "0..1", paramLabel = "SESSION", description = "Default: a new session.")
  @Nullable String session;

  @Mixin ModelOptions models = new ModelOptions();
  @Mixin StartOptions start = new StartOptions();
  @Mixin TurnOptions turn = new TurnOptions();

  @Override
  int run(Invocation invocation) {
    var plan = turn.plan(invocation.env());
    var settings = settings();
    return session == null
        ? begin(plan, settings, invocation)
        : goOn(session, plan, settings, invocation);
  }

  private int begin(TurnPlan plan, CliSettings settings, Invocation invocation) {
    var choice = models.forNew(invocation, settings);
    var begin = start.plan(invocation.env());
    var id = Arguments.newSession(null, turn.requestId);
    var place = directory(invocation).findOrCreate();
    return withNode(
        invocation,
        place,
        node -> {
          RunVerb.start(node, id, choice, begin);
          return talk(node, id, plan, Optional.empty(), settings, invocation);
        });
  }

  private int goOn(String word, TurnPlan plan, CliSettings settings, Invocation invocation) {
    var id = Arguments.session(word);
    start.refuse(id);
    Path place = directory(invocation).ofSession(word);
    var choice = TurnVerb.replacement(models, id, place, invocation.env());
    return withNode(
        invocation,
        place,
        node -> {
          SessionDriveVerb.refusePaused(id, node);
          return talk(node, id, plan, choice, settings, invocation);
        });
  }

  private static int talk(
      Node node,
      SessionId id,
      TurnPlan plan,
      Optional<ModelChoice> choice,
      CliSettings settings,
      Invocation invocation) {
    invocation.note(invocation.notes().dim("session " + id + "; /exit or end of input ends it"));
    var talk = new Talk(node, id, settings, invocation);
    try (var prompt = Prompt.open(invocation)) {
      var next = prompt.next();
      for (var first = true; next.isPresent() && !GOODBYE.contains(next.get()); ) {
        if (!next.get().isEmpty() && talk.isAsked()) {
          talk.answer(next.get());
        } else if (!next.get().isEmpty()) {
          talk.say(
              next.get(),
              first ? plan : plan.next(UUID.randomUUID().toString()),
              first ? choice : Optional.empty());
          first = false;
        }
        next = prompt.next();
      }
    }
    return talk.end();
  }
}
