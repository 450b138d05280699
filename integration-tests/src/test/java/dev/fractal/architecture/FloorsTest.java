package dev.fractal.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The floors of a session and of the HTTP server: what stands below sees nothing of what is above.
 */
final class FloorsTest {
  /** From the top down. */
  private static final List<String> SESSION =
      List.of(
          "dev.fractal.session",
          "dev.fractal.session.work",
          "dev.fractal.session.decide",
          "dev.fractal.session.state");

  private static final List<String> HTTP =
      List.of("dev.fractal.http", "dev.fractal.http.routes", "dev.fractal.http.wire");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.fractal");

  @Test
  void aFloorOfASessionSeesNothingAboveIt() {
    descends(SESSION);
  }

  @Test
  void aFloorOfTheHttpServerSeesNothingAboveIt() {
    descends(HTTP);
  }

  @Test
  void whatASessionIsAndDecidesHasNoClockNoChanceNoLogNoActorAndNoFile() {
    pure("dev.fractal.session.state", "dev.fractal.session.decide").check(MAIN);
  }

  @Test
  void theRulesCanFail() {
    var offender = new ClassFileImporter().importClasses(ReadsTheClock.class);
    assertThatThrownBy(() -> pure("dev.fractal.architecture").check(offender))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("ReadsTheClock");
    assertThatThrownBy(() -> below("dev.fractal.session", "dev.fractal.session.state").check(MAIN))
        .as("the actor does see the state")
        .isInstanceOf(AssertionError.class);
  }

  /** Breaks the rule on purpose. */
  static final class ReadsTheClock {
    Instant now(Clock clock) {
      return clock.instant();
    }
  }

  private static void descends(List<String> floors) {
    for (int lower = 1; lower < floors.size(); lower++) {
      for (var upper : floors.subList(0, lower)) {
        below(floors.get(lower), upper).check(MAIN);
      }
    }
  }

  private static ArchRule below(String lower, String upper) {
    return noClasses()
        .that()
        .resideInAPackage(lower)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(upper);
  }

  private static ArchRule pure(String... packages) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.slf4j..", "org.apache.pekko.actor..", "java.io..", "java.nio.file..", "java.sql..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.time\\.Clock|java\\.util\\.(Random|UUID)|java\\.lang\\.Thread");
  }
}
