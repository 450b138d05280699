package dev.fractal.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.proof.StoredSession;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Allowance;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import dev.fractal.protocol.budget.OnBudget;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.BudgetRaised;
import dev.fractal.protocol.event.SessionEvent.MessageReceived;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nodes are killed while people tell running turns something and raise their budgets over HTTP,
 * each of them again until a node answers: every message is received once, every raise holds, every
 * turn ends with its value, and nothing is paid for twice untold.
 */
@Tag("long")
@Timeout(900)
final class SteeredFleetTest {
  private static final int NODES = 3;
  private static final int SESSIONS = Integer.getInteger("fleet.sessions", 16);
  private static final int KILLS = 4;
  private static final int MESSAGES = 3;
  private static final int CALLS = 2;
  private static final int ENOUGH = 9;
  private static final int LONGEST_PAUSE = 3_000;
  private static final int TOO_MANY = 429;
  private static final int BROKEN = 500;
  private static final Duration BETWEEN = Duration.ofSeconds(8);
  private static final Duration ANSWERED = Duration.ofSeconds(20);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Random random = new Random(15);
  private final HttpClient http = HttpClient.newHttpClient();

  /** What somebody wants of a session. */
  private record Wish(String path, String body, String done) {}

  @Test
  void whatIsToldAndRaisedIsTakenOnceWhicheverNodesDie(@TempDir Path data) throws Exception {
    var sprees = new ArrayList<Spree>();
    try (http;
        var fleet = Fleet.start(data, NODES, "steered.yaml");
        var people = Executors.newFixedThreadPool(NODES)) {
      for (int number = 1; number <= SESSIONS; number++) {
        begin(fleet, number);
      }
      Until.holds(
          "all wait for messages", PATIENCE, () -> fleet.stored().answered().size() >= SESSIONS);
      var said = wishes().stream().map(wish -> said(fleet, people, wish)).toList();
      for (int kill = 0; kill < KILLS; kill++) {
        int victim = 1 + random.nextInt(NODES);
        fleet.up(NODES); // One that lost its place has ended by itself.
        var killed = Instant.now();
        fleet.kill(victim);
        sprees.add(Spree.begun(fleet, killed, victim));
        Until.passed(BETWEEN);
        fleet.start(victim);
      }
      said.forEach(CompletableFuture::join);
      Until.holds("all turns have ended", PATIENCE, () -> ended(fleet) == SESSIONS);
      check(fleet);
      assertThat(sprees).flatExtracting(spree -> spree.ended().problems()).isEmpty();
    }
  }

  private static void begin(Fleet fleet, int number) {
    var client = fleet.client();
    var no = Allowance.unlimited();
    var budget = new Budget(no, no, Allowance.of(CALLS), no, no, Optional.empty());
    var spec =
        client
            .spec(ModelChoice.all("openai:scripted"), Profile.DEFAULT)
            .with(budget)
            .with(BudgetPolicy.USUAL.with(OnBudget.ASK));
    var id = session(number);
    var accepted =
        client
            .sessions()
            .start(id, spec)
            .thenCompose(
                _ ->
                    client
                        .sessions()
                        .submit(id, TurnRequest.of("r-" + number, "Steer " + number), IfBusy.QUEUE))
            .toCompletableFuture()
            .join();
    assertThat(accepted).isInstanceOf(TurnAccepted.class);
  }

  private static SessionId session(int number) {
    return new SessionId("steer-" + number);
  }

  /** Of all sessions, in a seeded order; some are said twice. */
  private List<Wish> wishes() {
    var wishes = new ArrayList<Wish>();
    for (int number = 1; number <= SESSIONS; number++) {
      var path = "/v1/sessions/" + session(number);
      for (int message = 1; message <= MESSAGES; message++) {
        var body =
            "{\"text\": \"m%d\", \"requestId\": \"m-%d\", \"by\": \"kim\"}"
                .formatted(message, message);
        var wish = new Wish(path + "/messages", body, "");
        wishes.addAll(Collections.nCopies(1 + random.nextInt(2), wish));
      }
      var raise = "{\"budget\": {\"calls\": %d}, \"by\": \"kim\"}".formatted(ENOUGH);
      var wish = new Wish(path + "/budget", raise, "NothingToRaise");
      wishes.addAll(Collections.nCopies(1 + random.nextInt(2), wish));
    }
    Collections.shuffle(wishes, random);
    return wishes;
  }

  private CompletableFuture<Void> said(Fleet fleet, ExecutorService people, Wish wish) {
    int first = random.nextInt(NODES);
    var pause = Duration.ofMillis(random.nextInt(LONGEST_PAUSE));
    return CompletableFuture.runAsync(
        () -> {
          Until.passed(pause);
          say(fleet, wish, first);
        },
        people);
  }

  /** At one node after the other, until one of them says that it is done. */
  private void say(Fleet fleet, Wish wish, int first) {
    var refusals = new ArrayList<String>();
    var end = Instant.now().plus(PATIENCE);
    for (int round = first; Instant.now().isBefore(end); round++) {
      try {
        var answer = asked(fleet, wish, 1 + round % NODES);
        int status = answer.statusCode();
        if (status < 300 || (!wish.done().isEmpty() && answer.body().contains(wish.done()))) {
          return;
        }
        assertThat(status)
            .as(wish + " is refused: " + answer.body())
            .matches(code -> code >= BROKEN || code == TOO_MANY);
        refusals.add(answer.body());
      } catch (IOException e) {
        refusals.add(String.valueOf(e.getMessage()));
      }
      Until.passed(Duration.ofMillis(300));
    }
    throw new AssertionError(wish + " was not taken: " + refusals);
  }

  private HttpResponse<String> asked(Fleet fleet, Wish wish, int node) throws IOException {
    try {
      var request =
          HttpRequest.newBuilder(fleet.entrance(node).resolve(wish.path()))
              .header("Content-Type", "application/json")
              .timeout(ANSWERED)
              .POST(HttpRequest.BodyPublishers.ofString(wish.body()));
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static long ended(Fleet fleet) {
    return fleet.stored().sessions().values().stream()
        .filter(session -> session.of(TurnEnded.class).findAny().isPresent())
        .count();
  }

  private static void check(Fleet fleet) {
    var stored = fleet.stored();
    for (int number = 1; number <= SESSIONS; number++) {
      var session = Objects.requireNonNull(stored.sessions().get(session(number).value()));
      assertThat(all(session, MessageReceived.class))
          .extracting(event -> event.letter().id())
          .as("messages of " + session.id())
          .containsExactlyInAnyOrder("m-1", "m-2", "m-3");
      assertThat(all(session, BudgetRaised.class)).as("raises of " + session.id()).hasSize(1);
      assertThat(all(session, TurnEnded.class))
          .singleElement()
          .extracting(event -> event.outcome().toString())
          .asString()
          .contains("\"" + 2 * number + ": m1 m2 m3\"");
    }
  }

  private static <E extends SessionEvent> List<E> all(StoredSession session, Class<E> type) {
    return session.of(type).toList();
  }
}
