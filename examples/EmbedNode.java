// A program with a node inside: a session on an embedded database, and one turn. Run it again: the
// request was answered.
import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.node.LocalNode;
import dev.fractal.protocol.*;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply.*;

void main(String[] words) {
  var config =
      ConfigFactory.parseMap(Map.of("fractal.store.h2.directory", words[0]))
          .withFallback(ConfigFactory.load("local"));
  try (var node = LocalNode.start(config, new GraalKernelFactory(KernelConfig.limits(config)))) {
    var sessions = node.sessions();
    var session = new SessionId("primes");
    var models = ModelChoice.all("playbook:examples/primes.yaml");
    var request = TurnRequest.of("first-question", "How many primes are below 10,000?");
    var turn =
        sessions
            .start(session, node.spec(models, Profile.DEFAULT))
            .thenCompose(_ -> sessions.submit(session, request, IfBusy.QUEUE))
            .thenCompose(
                reply ->
                    sessions.await(session, ((TurnAccepted) reply).turn(), Duration.ofMinutes(1)));
    var result = ((TurnSettled) turn.toCompletableFuture().join()).result();
    IO.println("turn %d in %d step: %s".formatted(result.turn(), result.steps(), result.outcome()));
  }
}
