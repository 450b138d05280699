// A program that asks the sessions of a cluster and hosts none; `bin/fractal cluster up --data DIR`
// makes a cluster.
import com.typesafe.config.ConfigFactory;
import dev.fractal.node.Kernels;
import dev.fractal.node.LocalNode;
import dev.fractal.protocol.*;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply.*;

void main(String[] words) {
  var config =
      ConfigFactory.parseFile(new File(words[0], "cluster.conf"))
          .withFallback(ConfigFactory.load("client"))
          .resolve();
  try (var client = LocalNode.start(config, Kernels.open(config))) {
    var sessions = client.sessions();
    var session = new SessionId("primes");
    var models = ModelChoice.all("playbook:" + Path.of("examples/primes.yaml").toAbsolutePath());
    sessions.start(session, client.spec(models, Profile.DEFAULT)).toCompletableFuture().join();
    for (var question : List.of("How many primes are below 10,000?", "And the largest of them?")) {
      var turn =
          sessions
              .submit(session, TurnRequest.of(question, question), IfBusy.QUEUE)
              .thenCompose(
                  reply ->
                      sessions.await(
                          session, ((TurnAccepted) reply).turn(), Duration.ofMinutes(1)));
      var result = ((TurnSettled) turn.toCompletableFuture().join()).result();
      IO.println("turn %d: %s".formatted(result.turn(), result.outcome()));
    }
  }
}
