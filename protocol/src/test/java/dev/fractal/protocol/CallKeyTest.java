package dev.fractal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.CallKey.Site;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CallKeyTest {
  private static final SessionId SESSION = new SessionId("s~1");

  @Test
  void aKeyTellsWhereTheCallWasMade() {
    assertThat(CallKey.model(SESSION, 2, 3).site())
        .contains(new Site("s~1", 2, 3, Optional.empty(), false));
    assertThat(CallKey.host(SESSION, 2, 3, 0, 14).site())
        .contains(new Site("s~1", 2, 3, Optional.of(0), false));
    assertThat(CallKey.gate(SESSION, 2, 3, 1, 14).site())
        .contains(new Site("s~1", 2, 3, Optional.of(1), true));
    assertThat(new CallKey("s~1/t2/s3/e1").site())
        .contains(new Site("s~1", 2, 3, Optional.empty(), false));
    assertThat(new CallKey("s~1/t2/s3/e1r2").site())
        .contains(new Site("s~1", 2, 3, Optional.empty(), false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s",
        "s/queue",
        "/t1/s1",
        "s/t1",
        "s/t1/s1/c0",
        "s/t1/s1/c0/x0",
        "s/t1/s9999999999",
        "s/t1/s",
        "s/t1/s-1",
        "s/t1/s1/e",
        "s/t1/s1/e1r",
        "s/t1/s1/r1",
        "s/t1/s1/",
        "s/t1/s1/c0/h1/h2"
      })
  void aTextOfAnotherFormHasNone(String text) {
    assertThat(new CallKey(text).site()).isEmpty();
  }
}
