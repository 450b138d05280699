package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.guest.GuestKernelFactory;
import dev.fractal.kernel.v8.V8Engine;
import dev.fractal.model.ModelRequest;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.capability.Approvals;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.TurnStands;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Children ask people; their parents' time stands meanwhile. */
final class WaitingChildrenTest {
  private static final SessionId ROOT = new SessionId("root");
  private static final SessionId CHILD = SessionId.child(ROOT, CallKey.host(ROOT, 1, 1, 0, 0));

  private volatile CompletableFuture<String> leaf = CompletableFuture.completedFuture("leaf");
  private final TestModels models =
      TestModels.scripted(
          request ->
              request.role() == ModelRequest.Role.LEAF
                  ? leaf.thenApply(TestModels::reply)
                  : CompletableFuture.completedFuture(
                      TestModels.reply(
                          TestModels.cellOf(
                              request.newest().startsWith("js: ")
                                  ? request.newest().substring(4)
                                  : "FINAL(await ask(\"Ok?\"))"))));
  private final SessionRig rig = SessionRig.inMemory(SessionRig.Lent.of(models, v8()));
  private final SpawnedSessions family = rig.family();

  private static GuestKernelFactory v8() {
    var limits = KernelConfig.limits(ConfigFactory.load());
    return new GuestKernelFactory(new V8Engine(limits), limits);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void submit(String code, String... approvals) {
    var root = family.awake(ROOT);
    var spec = rig.spec(2);
    var authority = spec.authority();
    var capability = authority.capability().needing(new Approvals(List.of(approvals)));
    root.start(spec.with(authority.with(authority.profile(), capability)));
    root.submit(TurnRequest.of("r-1", "js: " + code));
  }

  @Test
  void aWeekAfterItsChildAskedAParentGoesOnWithTheAnswer() {
    submit("FINAL((await rlm(\"decide\")).value)");
    rig.awaitWritten(CHILD, AskOpened.class);
    rig.awaitWritten(ROOT, TurnStands.class);
    rig.clock().advance(Duration.ofDays(7));
    family.kill(ROOT);
    family.kill(CHILD);
    assertThat(family.awake(ROOT).reply(SessionCommand.DescribeSession::new))
        .isInstanceOf(SessionReply.Described.class);

    LiveSession.get(family.awake(CHILD).answer(new AskId(CHILD, 1, 1, 0, 0), "\"yes\"", "ada"));

    assertThat(family.awake(ROOT).result(1).outcome())
        .isEqualTo(new TurnOutcome.Finished(Content.inline("\"yes\"")));
  }

  @Test
  void aChildIsNotBornBeforeItIsApprovedAndNeedsTheSameApprovals() {
    submit("FINAL((await rlm(\"decide\")).value)", "rlm", "sh");
    rig.awaitWritten(ROOT, AskOpened.class);
    assertThat(rig.events(ROOT)).noneMatch(BudgetGranted.class::isInstance);
    assertThat(rig.events(CHILD)).isEmpty();
    var yes = new AskReply(new AskReply.Approve(Optional.empty()), "ada");
    var ask = new AskId(ROOT, 1, 1, 0, 0);
    assertThat(family.awake(ROOT).reply(to -> new SessionCommand.AnswerAsk(ask, yes, to)))
        .isInstanceOf(SessionReply.Done.class);

    rig.awaitWritten(CHILD, AskOpened.class);
    var started = (SessionStarted) rig.events(CHILD).getFirst();
    assertThat(started.spec().authority().capability().approve().names())
        .containsExactly("rlm", "sh");
    LiveSession.get(family.awake(CHILD).answer(new AskId(CHILD, 1, 1, 0, 0), "\"yes\"", "ada"));
    assertThat(family.awake(ROOT).result(1).outcome())
        .isEqualTo(new TurnOutcome.Finished(Content.inline("\"yes\"")));
  }

  @Test
  void theApprovalsOfATurnAreThoseOfTheChildrenThatItHas() {
    var root = family.awake(ROOT);
    root.start(rig.spec(2));
    var request = TurnRequest.of("r-1", "js: FINAL((await rlm(\"decide\")).value)");
    root.submit(request.needing(new Approvals(List.of("sh"))));
    rig.awaitWritten(CHILD, AskOpened.class);
    var started = (SessionStarted) rig.events(CHILD).getFirst();
    assertThat(started.spec().authority().capability().approve().names()).containsExactly("sh");
  }

  /** The control: with a leaf under way beside the child, time goes on. */
  @Test
  void whileAnythingElseIsUnderWayTimeGoesOn() {
    leaf = new CompletableFuture<>();
    submit("FINAL(await Promise.all([rlm(\"decide\"), lm(\"\", \"held\")]))");
    rig.awaitWritten(CHILD, AskOpened.class);
    var pending =
        family.awake(CHILD).reply(to -> new SessionCommand.AwaitTurn(1, Duration.ofSeconds(8), to));

    assertThat(pending).isInstanceOf(SessionReply.TurnPending.class);
    assertThat(((SessionReply.TurnPending) pending).waits()).isTrue();
    assertThat(rig.events(ROOT)).noneMatch(TurnStands.class::isInstance);
    leaf.complete("leaf");
    rig.awaitWritten(ROOT, TurnStands.class);
  }
}
