package dev.fractal.session.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.spec.SessionSpec;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which sessions a node goes on with. */
final class NodeStampTest {
  private static final NodeStamp NODE =
      new NodeStamp("doctrine/2", Set.of("doctrine/1"), "fake/1", 10_000, 400_000, 2, Map.of());

  private static SessionSpec taught(String doctrine) {
    var spec = Samples.SPEC;
    return new SessionSpec(
        spec.models(),
        spec.limits(),
        spec.descent(),
        spec.authority(),
        spec.budget(),
        doctrine,
        spec.kernel());
  }

  @Test
  void sessionsGoOnWithTheBehaviourPromptThatTheyBeganWith() {
    assertThat(NODE.mismatch(Samples.ID, taught("doctrine/2"))).isEmpty();
    assertThat(NODE.mismatch(Samples.ID, taught("doctrine/1"))).isEmpty();
  }

  @Test
  void aPromptThatTheNodeDoesNotHaveIsAMismatch() {
    assertThat(NODE.mismatch(Samples.ID, taught("doctrine/3")))
        .hasValueSatisfying(why -> assertThat(why).contains("doctrine/3", "doctrine/2"));
  }
}
