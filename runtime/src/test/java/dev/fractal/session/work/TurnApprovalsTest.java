package dev.fractal.session.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.capability.Approvals;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.session.decide.Given;
import dev.fractal.session.decide.Samples;
import dev.fractal.session.state.SessionState.InTurn;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What needs a person's yes in a turn that asks for more of it than its session. */
final class TurnApprovalsTest {
  private static final int MANY = 2_000;
  private static final List<String> CALLS =
      List.of("sh", "lm", "rlm", "attachRlm", "writeFile", "web.get", "web.put", "fs.read");
  private static final List<String> NAMES =
      List.of("sh", "lm", "rlm", "attachRlm", "writeFile", "web.get", "web.*", "fs.*", "*");

  private final RandomGenerator random = new Random(41);

  private Approvals some() {
    return new Approvals(NAMES.stream().filter(_ -> random.nextInt(5) == 0).toList());
  }

  private JsonNode options() {
    var options = JsonNodeFactory.instance.objectNode();
    if (random.nextBoolean()) {
      options.put("profile", "locked-down");
    }
    if (random.nextBoolean()) {
      some().names().forEach(options.withObject("capability").withArray("approve")::add);
    }
    return random.nextInt(4) == 0 ? MissingNode.getInstance() : options;
  }

  /** A turn with approvals of its own, in a session with others. */
  private static InTurn turn(Approvals session, Approvals turn) {
    var authority = Samples.SPEC.authority();
    var capability = authority.capability().needing(session);
    var spec = Samples.SPEC.with(authority.with(authority.profile(), capability));
    return Given.given(
            Samples.started(spec), new TurnOpened(1, Samples.request(1).needing(turn), Samples.T0))
        .inTurn();
  }

  /** How often something that needed a yes by the session or the turn needs none. */
  private long losses(BiFunction<InTurn, JsonNode, Approvals> after) {
    long losses = 0;
    for (int round = 0; round < MANY; round++) {
      var session = some();
      var turn = some();
      var left = after.apply(turn(session, turn), options());
      if (CALLS.stream()
          .filter(call -> session.isNeeded(call) || turn.isNeeded(call))
          .anyMatch(call -> !left.isNeeded(call))) {
        losses++;
      }
    }
    return losses;
  }

  private static Approvals ofChild(InTurn at, JsonNode options) {
    return ChildOptions.spec(at, Budget.UNLIMITED, options).authority().capability().approve();
  }

  @Test
  void noTurnAndNoChildOfItLosesAnApproval() {
    assertThat(losses((at, _) -> at.approvals())).as("a turn").isZero();
    assertThat(losses(TurnApprovalsTest::ofChild)).as("a child").isZero();
  }

  /** The controls: what looks at the session or at the turn only loses some. */
  @Test
  void theLawCanFail() {
    Function<InTurn, Approvals> session = at -> at.core().spec().authority().capability().approve();
    assertThat(losses((at, _) -> session.apply(at))).isPositive();
    assertThat(losses((at, _) -> at.turn().request().approvals())).isPositive();
    assertThat(
            losses(
                (at, _) ->
                    at.core().spec().child(at.core().id()).authority().capability().approve()))
        .isPositive();
  }

  @Test
  void theNextTurnNeedsWhatItsSessionNeedsOnly() {
    var none = turn(new Approvals(List.of("sh")), Approvals.NONE);
    assertThat(none.approvals().names()).containsExactly("sh");
    var more = turn(new Approvals(List.of("sh")), new Approvals(List.of("mapLm")));
    assertThat(more.approvals().names()).containsExactly("lm", "sh");
  }
}
