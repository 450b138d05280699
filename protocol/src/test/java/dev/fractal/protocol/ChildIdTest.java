package dev.fractal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChildIdTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 20, 178, 179, 180, 199, 200})
  void everyRootHasChildrenWithIds(int length) {
    var root = new SessionId("r".repeat(length));
    var first = SessionId.child(root, CallKey.host(root, 1, 1, 0, 0));
    var second = SessionId.child(root, CallKey.host(root, 1, 1, 0, 1));

    assertThat(first).isEqualTo(SessionId.child(root, CallKey.host(root, 1, 1, 0, 0)));
    assertThat(first).isNotEqualTo(second);
    assertThat(first.value()).hasSizeLessThanOrEqualTo(200);
    assertThat(first.value().startsWith(root + "~")).isEqualTo(root.hasRoom());
  }
}
