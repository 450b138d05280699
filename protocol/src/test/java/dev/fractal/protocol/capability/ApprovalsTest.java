package dev.fractal.protocol.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ApprovalsTest {
  private static final int MANY = 10_000;
  private static final List<String> CALLS =
      List.of("sh", "lm", "rlm", "attachRlm", "fs.read", "fs.write", "web.get", "writeFile");

  /** What needs a yes in {@code before} and not in {@code after}. */
  private static List<String> lost(Capability before, Capability after) {
    return CALLS.stream()
        .filter(call -> before.approve().isNeeded(call) && !after.approve().isNeeded(call))
        .toList();
  }

  private static long losses(BinaryOperator<Capability> child) {
    var generated = new GeneratedCapabilities(31);
    long losses = 0;
    for (int round = 0; round < MANY; round++) {
      var parent = generated.next();
      if (!lost(parent, child.apply(parent, generated.next())).isEmpty()) {
        losses++;
      }
    }
    return losses;
  }

  private static Capability tightened(Capability parent, Capability asked) {
    var wire = Map.<String, Object>of("approve", asked.approve().names());
    return Tightening.of(wire).on(parent) instanceof Tightening.Tightened(var capability)
        ? capability
        : parent;
  }

  private static Capability forked(Capability source, Capability asked) {
    return Profile.TRUSTED.under(source.limits()).needing(source.approve()).meet(source);
  }

  @Test
  void noChildForkOrAttachmentLosesAnApproval() {
    assertThat(losses(Capability::meet)).as("a child").isZero();
    assertThat(losses((source, caller) -> caller.meet(source))).as("an attachment").isZero();
    assertThat(losses(ApprovalsTest::tightened)).as("an override").isZero();
    assertThat(losses(ApprovalsTest::forked)).as("a fork").isZero();
    assertThat(losses((parent, other) -> parent.needing(other.approve()))).isZero();
  }

  /** The control: who takes the other's approvals instead of both loses some. */
  @Test
  void theLawCanFail() {
    assertThat(
            losses(
                (parent, other) ->
                    new Capability(
                        parent.read(),
                        parent.write(),
                        parent.network(),
                        parent.shell(),
                        parent.host(),
                        parent.tools(),
                        parent.limits(),
                        other.approve())))
        .isPositive();
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    var generated = new GeneratedCapabilities(32);
    for (int round = 0; round < MANY; round++) {
      var capability = generated.next();
      assertThat(Capability.of(capability.wire())).isEqualTo(capability);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sh, sh, true",
    "sh, writeFile, false",
    "mapLm, lm, true",
    "lm, mapRlm, false",
    "mapRlm, rlm, true",
    "rlm, attachRlm, false",
    "fs.*, fs.read, true",
    "fs.*, fsx.read, false",
    "fs.read, fs.write, false",
    "*, sh, true",
    "*, web.get, true",
    "*, ask, false",
    "*, sleep, false",
  })
  void aNameStandsForItsCalls(String name, String call, boolean needed) {
    assertThat(new Approvals(List.of(name)).isNeeded(call)).isEqualTo(needed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "writefile",
        "ask",
        "sleep",
        "sleepUntil",
        "tell",
        "messages",
        "fs.",
        ".*",
        "a b",
        "*.*"
      })
  void whatIsNoFunctionIsRefusedByName(String name) {
    assertThatThrownBy(() -> new Approvals(List.of(name)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "'");
  }

  @Test
  void withoutApprovalsTheWireFormIsAsBefore() {
    assertThat(Profile.DEFAULT.under(Limits.NONE).wire()).doesNotContainKey("approve");
  }
}
