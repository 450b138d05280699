package dev.fractal.session.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.spec.Authority;
import dev.fractal.protocol.spec.Descent;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class HostFunctionsTest {
  private static SessionSpec spec(Profile profile, String doctrine) {
    return new SessionSpec(
        ModelChoice.all("test"),
        new TurnLimits(10, 10, Duration.ofMinutes(1), Duration.ofMinutes(1), 1, 1),
        Descent.ROOT,
        new Authority(
            profile.label(), profile.under(new Limits(1, 10, 10, 10)), "/somewhere", Map.of()),
        Budget.UNLIMITED,
        doctrine,
        "k");
  }

  /** A session whose cells may long have names of their own for them. */
  @ParameterizedTest
  @CsvSource({
    "behaviour-1+91682403b9b9, false",
    "behaviour-2+04a36e2149f8, false",
    "behaviour-3+000000000000, true",
    "behaviour-10+000000000000, true",
    "doctrine/1, true"
  })
  void aSessionThatBeganBeforeAFunctionDoesNotGetIt(String doctrine, boolean granted) {
    var functions = HostFunctions.granted(spec(Profile.TRUSTED, doctrine)).functions();

    assertThat(functions).contains("lm", "sh");
    for (var name : new String[] {"ask", "sleep", "sleepUntil", "tell", "messages"}) {
      assertThat(functions.contains(name)).as(name).isEqualTo(granted);
    }
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void aSessionThatBeginsNowGetsWhatItsProfileAdmits(Profile profile) {
    var spec = spec(profile, "behaviour-3+000000000000");

    assertThat(HostFunctions.granted(spec))
        .isEqualTo(HostFunctions.granted(spec.authority().capability()));
  }
}
