package dev.fractal.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.session.SessionRig.Lent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns whose value has to fit a JSON Schema, with the real kernel. */
final class TypedTurnsTest {
  private static final SessionId ID = new SessionId("s-1");
  private static final TurnRequest REQUEST =
      TurnRequest.of("r-1", "task")
          .withSchema(
              Content.inline(
                  "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},"
                      + "\"required\":[\"n\"]}"));

  private final TestModels models = TestModels.held();
  private final WatchedKernels kernels =
      new WatchedKernels(new GraalKernelFactory(KernelConfig.limits(ConfigFactory.load())));
  private final SessionRig rig = SessionRig.inMemory(Lent.of(models, kernels));
  private LiveSession session = rig.wake(ID);

  @AfterEach
  void close() {
    rig.close();
  }

  private void submit() {
    session.start(rig.spec(10));
    session.submit(REQUEST);
  }

  private String value() {
    return session.result(1).outcome() instanceof TurnOutcome.Finished(var content)
        ? rig.payloads().text(content)
        : "none";
  }

  @Test
  void theModelIsToldTheSchemaAndAValueThatFitsEndsTheTurn() {
    submit();
    var call = models.next();
    assertThat(call.request().messages().getLast().text())
        .contains("must fit this JSON Schema", "\"required\":[\"n\"]")
        .endsWith("task");
    call.cell("FINAL({n: 3})");
    assertThat(value()).isEqualTo("{\"n\":3}");
  }

  @Test
  void aValueThatDoesNotFitGoesBackToTheModel() {
    submit();
    models.next().cell("let x = 4; FINAL({n: 'four'})");
    var second = models.next();
    assertThat(second.request().newest())
        .contains("[cell 1 mismatch: ", "$.n: string found, integer expected");
    second.cell("FINAL({n: x})");
    assertThat(value()).isEqualTo("{\"n\":4}");
  }

  @Test
  void aTurnThatKeepsGivingOtherValuesEndsWithAWreckage() {
    submit();
    models.next().cell("FINAL(1)");
    models.next().cell("FINAL(2)");
    models.next().cell("FINAL(3)");

    var outcome = (TurnOutcome.Aborted) session.result(1).outcome();

    assertThat(outcome.status()).isEqualTo(TurnStatus.ERROR);
    assertThat(outcome.reason().type()).isEqualTo("SchemaMismatch");
    assertThat(rig.events(ID))
        .filteredOn(HeadPublished.class::isInstance)
        .extracting(event -> ((HeadPublished) event).head().kind())
        .containsExactly(Head.Kind.TURN_ABORTED);
  }

  @Test
  void aRebuiltReplHasTheCellThatDidNotFitAndTheTurnKeepsItsSchema() {
    submit();
    models.next().cell("let keep = (() => { let n = 1; return () => ++n; })(); FINAL(keep())");
    var second = models.next();
    second.cell("FINAL('no')");
    var third = models.next();
    session.kill();
    assertThat(third.answer()).isNotNull();

    session = rig.wake(ID);
    models.next().cell("FINAL({n: keep()})");

    assertThat(value()).isEqualTo("{\"n\":3}");
    assertThat(kernels.opened()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rlm('x', %s)", "attachRlm('s-1', 'x', %s)"})
  void aBadSchemaForAChildIsARejectedPromise(String call) {
    session.start(rig.spec(10));
    session.submit(TurnRequest.of("r-1", "task"));
    models
        .next()
        .cell(
            "let why; try { await %s } catch (e) { why = e }"
                .formatted(call.formatted("{schema: {type: 'strin'}}")),
            "FINAL(why.name + ': ' + why.message)");
    assertThat(value()).startsWith("\"BadArguments: the schema cannot be used: ");
  }
}
