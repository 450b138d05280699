package dev.fractal.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** A test that sleeps or never runs proves nothing. */
final class TestHabitsTest {
  private static final JavaClasses ALL = new ClassFileImporter().importPackages("dev.fractal");

  @Test
  void noTestIsSwitchedOff() {
    noMethods().should().beAnnotatedWith(Disabled.class).check(ALL);
    noClasses().should().beAnnotatedWith(Disabled.class).check(ALL);
    noClasses().should().dependOnClassesThat().haveSimpleName("Assumptions").check(ALL);
  }

  @Test
  void nothingSleeps() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(ALL);
    noClasses().should().callMethod(Thread.class, "sleep", java.time.Duration.class).check(ALL);
  }
}
