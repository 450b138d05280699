package dev.fractal.session;

import static dev.fractal.session.LiveSession.get;
import static dev.fractal.session.LiveSession.settled;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.capability.Capability;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.session.SessionRig.Lent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cells of the real kernel that reach files, the network and programs through a real actor. */
final class GateCallsTest {
  /** Seconds; no other program of these tests sleeps so long. */
  private static final int NAP = 67;

  private static final SessionId ID = new SessionId("s-1");
  private static final Map<String, Object> OPEN =
      Map.of(
          "host",
          "allow",
          "read",
          "allow",
          "write",
          List.of("./out"),
          "shell",
          "allow",
          "limits",
          Map.of("max-depth", 4, "max-fanout", 3, "max-children", 8, "max-steps", 9));

  @TempDir private Path directory;
  private final TestModels models = TestModels.held();
  private final WatchedKernels kernels =
      new WatchedKernels(new GraalKernelFactory(KernelConfig.limits(ConfigFactory.load())));
  private final SessionRig rig = SessionRig.inMemory(Lent.of(models, kernels));
  private LiveSession session = rig.wake(ID);

  @BeforeEach
  void fill() throws IOException {
    Files.writeString(directory.resolve("notes.txt"), "ten words");
    Files.createDirectory(directory.resolve("out"));
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void start(Map<String, Object> capability) {
    var authority =
        new Authority("trusted", Capability.of(capability), directory.toString(), Map.of());
    session.start(rig.spec(10).with(authority));
  }

  /** The value of a turn of one cell, as JSON text. */
  private String run(Map<String, Object> capability, String... cell) {
    start(capability);
    return turn(1, cell);
  }

  private String turn(int number, String... cell) {
    session.submit(TurnRequest.of("r-" + number, "task"));
    models.next().cell(cell);
    return value(session.result(number).outcome());
  }

  private String value(TurnOutcome outcome) {
    return outcome instanceof TurnOutcome.Finished(var content)
        ? rig.payloads().text(content)
        : outcome.toString();
  }

  /** The value of an expression's error, or {@code none}. */
  private static String[] error(String expression) {
    return new String[] {
      "let why = 'none';",
      "try { await " + expression + "; } catch (e) { why = e.name + ': ' + e.message; }",
      "FINAL(why);"
    };
  }

  @Test
  void aCellReadsAFile() {
    assertThat(run(OPEN, "FINAL(await readFile('notes.txt'))")).isEqualTo("\"ten words\"");
  }

  @Test
  void aCellListsItsWorkingDirectoryByDefault() {
    assertThat(run(OPEN, "FINAL((await listFiles()).map(f => [f.name, f.kind]))"))
        .isEqualTo("[[\"notes.txt\",\"file\"],[\"out\",\"directory\"]]");
  }

  @Test
  void aCellWritesAFileWhereItMay() {
    assertThat(run(OPEN, "FINAL(await writeFile('out/a.txt', 'hällo'))"))
        .isEqualTo("{\"path\":\"out/a.txt\",\"bytes\":6}");
    assertThat(directory.resolve("out/a.txt")).hasContent("hällo");
  }

  @Test
  void aRefusalIsAnErrorThatTheCellCatches() {
    assertThat(run(OPEN, error("writeFile('a.txt', 'x')")))
        .startsWith("\"GateRefused: ")
        .contains("a.txt");
    assertThat(directory.resolve("a.txt")).doesNotExist();
  }

  @Test
  void aFailureIsAnErrorThatTheCellCatches() {
    assertThat(run(OPEN, error("readFile('missing.txt')")))
        .startsWith("\"GateFailed: ")
        .contains("missing.txt");
  }

  @Test
  void aRefusalThatNobodyCatchesFailsTheCellAndNotTheTurn() {
    start(OPEN);
    session.submit(TurnRequest.of("r-1", "task"));
    models.next().cell("await writeFile('a.txt', 'x')");
    var second = models.next();
    assertThat(second.request().newest()).contains("GateRefused");
    second.cell("FINAL('went on')");
    assertThat(value(session.result(1).outcome())).isEqualTo("\"went on\"");
  }

  @Test
  void argumentsOfTheWrongKindAreSaidToBe() {
    assertThat(run(OPEN, error("readFile(7)"))).contains("readFile(path) takes texts");
    assertThat(turn(2, error("sh('ls -l')"))).contains("sh takes an array of texts");
    assertThat(turn(3, error("writeFile('out/x')"))).contains("argument 2");
  }

  @Test
  void aCellRunsAProgramInItsDirectory() {
    assertThat(run(OPEN, "FINAL(await sh(['cat', 'notes.txt']))"))
        .isEqualTo("{\"exit\":0,\"out\":\"ten words\",\"err\":\"\",\"truncated\":false}");
  }

  @Test
  void aCellFetchesFromAHostThatIsNamed() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = "hello".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      var host = "127.0.0.1:" + server.getAddress().getPort();
      var capability = new HashMap<>(OPEN);
      capability.put("network", List.of(host));
      assertThat(
              run(
                  capability,
                  "const r = await fetchText('http://" + host + "/a');",
                  "FINAL([r.status, r.text, r.url.endsWith('/a')]);"))
          .isEqualTo("[200,\"hello\",true]");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void functionsThatAreNotGrantedDoNotExist() {
    var typed = "FINAL([typeof readFile, typeof sh, typeof lm, typeof mapRlm])";
    assertThat(run(Map.of("host", List.of("lm")), typed))
        .isEqualTo("[\"undefined\",\"undefined\",\"function\",\"undefined\"]");
  }

  @Test
  void theModelIsToldWhatIsGranted() {
    start(Map.of("host", List.of("sh", "readFile")));
    session.submit(TurnRequest.of("r-1", "task"));
    assertThat(models.next().request().messages().getLast().text())
        .contains("Granted: readFile, sh.");
  }

  @Test
  void aRebuiltReplHasWhatWasReadAndNotWhatIsThereNow() throws IOException {
    var text = "a line of text\n".repeat(1_000);
    Files.writeString(directory.resolve("notes.txt"), text);
    start(OPEN);
    session.submit(TurnRequest.of("r-1", "task"));
    models.next().cell("const f = () => 1; let keep = (() => { let n = 1; return () => n; })();");
    models.next().cell("const t = await readFile('notes.txt'); t.length");
    rig.awaitWritten(ID, HostCallsCompleted.class);
    var third = models.next();
    Files.writeString(directory.resolve("notes.txt"), "changed");
    session.kill();
    assertThat(third.answer()).isNotNull();

    session = rig.wake(ID);
    models.next().cell("FINAL([t.length, t.slice(0, 6), keep()])");

    assertThat(value(session.result(1).outcome())).isEqualTo("[15000,\"a line\",1]");
    assertThat(kernels.opened()).isEqualTo(2);
    assertThat(recordedFile()).isInstanceOf(Content.Stored.class);
  }

  private Content recordedFile() {
    var completed =
        rig.events(ID).stream()
            .filter(HostCallsCompleted.class::isInstance)
            .map(HostCallsCompleted.class::cast)
            .findFirst()
            .orElseThrow();
    return ((Answer.Returned) completed.results().getFirst().answer()).value();
  }

  @Test
  void cancellingATurnEndsItsProgram() throws IOException {
    start(OPEN);
    session.submit(TurnRequest.of("r-1", "task"));
    models.next().cell("await sh(['sh', '-c', 'echo here > out/pid; sleep %d'])".formatted(NAP));
    var program = sleeper();

    var cancelled = settled(session.reply(to -> new SessionCommand.CancelTurn(1, to)));

    assertThat(cancelled.outcome().terminal()).isEqualTo(TurnStatus.CANCELLED);
    assertThat(cancelled.spend().lost()).isZero();
    assertThat(program.onExit()).succeedsWithin(Duration.ofSeconds(20));
  }

  /** What the program waits for once it runs; in a process space of its own it has other ids. */
  private ProcessHandle sleeper() {
    var file = directory.resolve("out/pid");
    rig.await(() -> assertThat(file).exists());
    rig.await(() -> assertThat(sleeping()).isPresent());
    return sleeping().orElseThrow();
  }

  private static Optional<ProcessHandle> sleeping() {
    return ProcessHandle.current()
        .descendants()
        .filter(each -> each.info().commandLine().orElse("").endsWith("sleep " + NAP))
        .filter(each -> each.children().findAny().isEmpty())
        .findFirst();
  }

  @Test
  void aProgramInFlightAtACrashIsRunAgainAndReportedAndCostsNothing() throws IOException {
    start(OPEN);
    session.submit(TurnRequest.of("r-1", "task"));
    models
        .next()
        .cell(
            "const r = await sh(['sh', '-c', 'if [ -e out/pid ]; then echo again; exit; fi;"
                + " echo here > out/pid; sleep %d']);".formatted(NAP),
            "FINAL(r.out.trim());");
    var program = sleeper();
    session.kill();
    assertThat(program.onExit()).succeedsWithin(Duration.ofSeconds(20));

    session = rig.wake(ID);

    var result = session.result(1);
    assertThat(value(result.outcome())).isEqualTo("\"again\"");
    assertThat(result.spend().lost()).isZero();
    assertThat(rig.events(ID))
        .filteredOn(CallsRepeated.class::isInstance)
        .extracting(event -> ((CallsRepeated) event).calls())
        .contains(List.of(CallKey.gate(ID, 1, 1, 0, 0)));
  }

  @Test
  void theSessionsOwnFanOutHoldsWhenItIsTheLowerOne() {
    assertThat(run(OPEN, error("mapRlm(['a', 'b', 'c', 'd'])")))
        .startsWith("\"RangeError: ")
        .contains("got 4 tasks and takes at most 3", "chunk");
    assertThat(rig.events(ID)).noneMatch(HostCallsRequested.class::isInstance);
  }

  @Test
  void theCapabilitysStepsBoundATurn() {
    var capability = new HashMap<>(OPEN);
    capability.put("limits", Map.of("max-steps", 1));
    start(capability);
    session.submit(TurnRequest.of("r-1", "task"));
    models.next().cell("1");
    var result = get(session.await(1));
    assertThat(settled(result).outcome().terminal()).isEqualTo(TurnStatus.BUDGET_EXCEEDED);
    assertThat(rig.events(ID)).hasAtLeastOneElementOfType(CellsEvaluated.class);
  }
}
