package dev.fractal.session;

import static dev.fractal.session.LiveSession.refusal;
import static dev.fractal.session.LiveSession.settled;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.session.SessionRig.Lent;
import dev.fractal.session.work.SessionServices.Tools;
import dev.fractal.toolset.FakeToolset;
import dev.fractal.toolset.Toolsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cells of the real kernel that call a toolset's functions through a real actor. */
final class ToolCallsTest {
  private static final SessionId ID = new SessionId("s-1");

  private final TestModels models = TestModels.held();
  private final FakeToolset probe = new FakeToolset("Gives the text back.");
  private WatchedKernels kernels = kernels();
  private SessionRig rig = rig(Duration.ofSeconds(30));
  private LiveSession session = rig.wake(ID);

  private static WatchedKernels kernels() {
    return new WatchedKernels(new GraalKernelFactory(KernelConfig.limits(ConfigFactory.load())));
  }

  private SessionRig rig(Duration deadline) {
    var tools = new Tools(new Toolsets(List.of(probe)), deadline, 1_000);
    kernels = kernels();
    return SessionRig.inMemory(Lent.of(models, kernels).with(tools));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void start(Object tools) {
    start(tools, Map.of("probe", probe.stamp()));
  }

  private void start(Object tools, Map<String, String> stamps) {
    var capability =
        Capability.of(Map.of("tools", tools, "limits", Map.of("max-depth", 1, "max-steps", 9)));
    var authority = new Authority("default", capability, "", stamps);
    session.start(rig.spec(10).with(authority));
  }

  private String turn(String... cell) {
    session.submit(TurnRequest.of("r-1", "task"));
    models.next().cell(cell);
    return value();
  }

  private String value() {
    return session.result(1).outcome() instanceof TurnOutcome.Finished(var content)
        ? rig.payloads().text(content)
        : session.result(1).outcome().toString();
  }

  private static String[] error(String expression) {
    return new String[] {
      "let why = 'none';",
      "try { await " + expression + "; } catch (e) { why = e.name + ': ' + e.message; }",
      "FINAL(why);"
    };
  }

  @Test
  void aCellCallsATool() {
    start("allow");
    assertThat(turn("FINAL(await probe.echo({text: 'hello'}))")).isEqualTo("\"hello\"");
  }

  @Test
  void aToolThatFailsIsAnErrorThatTheCellCatches() {
    start("allow");
    assertThat(turn(error("probe.fail({text: 'this'})")))
        .isEqualTo("\"ToolFailed: this cannot be done\"");
  }

  @Test
  void anArgumentThatDoesNotFitIsRefusedBeforeTheToolIsCalled() {
    start("allow");
    assertThat(turn(error("probe.echo({text: 7})")))
        .startsWith("\"BadArguments: probe.echo does not take this argument: $.text")
        .contains("string expected");
    assertThat(probe.calls()).isEmpty();
  }

  @Test
  void aResultThatIsTooLargeFails() {
    start("allow");
    assertThat(turn(error("probe.echo({text: 'x'.repeat(1000)})")))
        .startsWith("\"ToolFailed: ")
        .contains("at most 1,000");
  }

  @Test
  void whatIsDeniedDoesNotExist() {
    start("deny");
    assertThat(turn("FINAL(typeof probe)")).isEqualTo("\"undefined\"");
  }

  @Test
  void oneFunctionMayBeGrantedAlone() {
    start(List.of("probe.echo"));
    assertThat(turn("FINAL([typeof probe.echo, typeof probe.fail])"))
        .isEqualTo("[\"function\",\"undefined\"]");
  }

  @Test
  void aSessionThatWasStartedWithoutTheToolsetGoesOnWithoutIt() {
    start("allow", Map.of());
    assertThat(turn("FINAL(typeof probe)")).isEqualTo("\"undefined\"");
  }

  @Test
  void theModelIsToldWhatIsGrantedInItsFirstMessage() {
    start(List.of("probe.echo"));
    session.submit(TurnRequest.of("r-1", "task"));
    var messages = models.next().request().messages();
    assertThat(messages.getFirst().text()).doesNotContain("probe");
    assertThat(messages.getLast().text())
        .startsWith("[Tools, ")
        .contains("* probe.echo({", "Gives the text back.", "Toolsets: probe.")
        .doesNotContain("probe.fail")
        .endsWith("task");
  }

  @Test
  void aToolBeyondItsTimeFailsAndIsInterrupted() throws InterruptedException {
    rig.close();
    rig = rig(Duration.ofMillis(200));
    session = rig.wake(ID);
    start("allow");
    assertThat(turn(error("probe.wait({text: ''})"))).startsWith("\"ToolTimeout: probe.wait");
    assertThat(probe.interrupted().await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void cancellingATurnInterruptsItsTool() throws InterruptedException {
    start("allow");
    session.submit(TurnRequest.of("r-1", "task"));
    models.next().cell("await probe.wait({text: ''})");
    assertThat(probe.waiting().await(20, TimeUnit.SECONDS)).isTrue();

    var cancelled = settled(session.reply(to -> new SessionCommand.CancelTurn(1, to)));

    assertThat(cancelled.outcome().terminal()).isEqualTo(TurnStatus.CANCELLED);
    assertThat(probe.interrupted().await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aRebuiltReplHasWhatAToolGaveAndDoesNotCallItAgain() {
    start("allow");
    session.submit(TurnRequest.of("r-1", "task"));
    models.next().cell("let keep = (() => { let n = 1; return () => n; })();");
    models.next().cell("const t = await probe.echo({text: 'once'}); t");
    rig.awaitWritten(ID, HostCallsCompleted.class);
    var third = models.next();
    session.kill();
    assertThat(third.answer()).isNotNull();

    session = rig.wake(ID);
    models.next().cell("FINAL([t, keep()])");

    assertThat(value()).isEqualTo("[\"once\",1]");
    assertThat(kernels.opened()).isEqualTo(2);
    assertThat(probe.calls()).containsExactly("echo");
  }

  @Test
  void aToolInFlightAtACrashIsCalledAgainAndReported() throws InterruptedException {
    start("allow");
    session.submit(TurnRequest.of("r-1", "task"));
    models.next().cell("await probe.wait({text: ''})");
    assertThat(probe.waiting().await(20, TimeUnit.SECONDS)).isTrue();
    session.kill();

    session = rig.wake(ID);

    rig.awaitWritten(ID, CallsRepeated.class);
    assertThat(rig.events(ID))
        .filteredOn(CallsRepeated.class::isInstance)
        .extracting(event -> ((CallsRepeated) event).calls())
        .contains(List.of(CallKey.gate(ID, 1, 1, 0, 0)));
    rig.await(() -> assertThat(probe.calls()).containsExactly("wait", "wait"));
  }

  @Test
  void aTurnAndAResumeAreRefusedWhereTheToolsetIsAnother() {
    start("allow", Map.of("probe", "sha256:other"));

    var turn = refusal(session.submit(TurnRequest.of("r-1", "task")));
    var resume =
        refusal(
            session.reply(
                to -> new SessionCommand.ResumeSession("doctrine/1", Optional.empty(), to)));

    assertThat(turn.kind()).isEqualTo(Refusal.Kind.WorldMismatch);
    assertThat(turn.message()).contains("toolset 'probe'");
    assertThat(resume.kind()).isEqualTo(Refusal.Kind.WorldMismatch);
  }
}
