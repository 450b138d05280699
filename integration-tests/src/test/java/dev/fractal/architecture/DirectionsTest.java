package dev.fractal.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

final class DirectionsTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.fractal");

  private static final String[] PERSISTENCE = {
    "dev.fractal.persistence..", "dev.fractal.settings.."
  };
  private static final String[] RUNTIME = {
    "dev.fractal.confinement..",
    "dev.fractal.kernel..",
    "dev.fractal.model..",
    "dev.fractal.prompt..",
    "dev.fractal.schema..",
    "dev.fractal.toolset..",
    "dev.fractal.repl..",
    "dev.fractal.client..",
    "dev.fractal.session..",
    "dev.fractal.entity..",
    "dev.fractal.view..",
    "dev.fractal.gate..",
    "dev.fractal.http..",
    "dev.fractal.remote..",
    "dev.fractal.cli.."
  };
  private static final String[] NODE = {
    "dev.fractal.node..", "dev.fractal.cluster..", "dev.fractal.laptop..", "dev.fractal.telemetry.."
  };

  private static final ArchRule KERNEL_IS_HIDDEN =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.fractal.kernel.graal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.graalvm..", "com.oracle.truffle..");

  @Test
  void onlyItsKernelSeesV8() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.fractal.kernel.v8..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.caoccao.javet..")
        .check(MAIN);
  }

  @Test
  void theProtocolImportsNothingOfOurs() {
    noClasses()
        .that()
        .resideInAPackage("dev.fractal.protocol..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("dev.fractal..")
                .and(resideInAnyPackage("dev.fractal.protocol..").negate()))
        .check(MAIN);
  }

  @Test
  void modulesDependOneWay() {
    noClasses()
        .that()
        .resideInAnyPackage(PERSISTENCE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(RUNTIME)
        .check(MAIN);
    noClasses()
        .that()
        .resideInAnyPackage(RUNTIME)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(NODE)
        .check(MAIN);
  }

  @Test
  void theSessionSeesNoEngineNoDatabaseAndNoHttpClient() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.fractal.session..", "dev.fractal.repl..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.graalvm..",
            "java.sql..",
            "javax.sql..",
            "com.zaxxer..",
            "java.net.http..",
            "com.openai..",
            "okhttp3..",
            "dev.langchain4j..",
            "io.modelcontextprotocol..",
            "io.micrometer..",
            "io.opentelemetry..",
            "com.caoccao.javet..",
            "dev.fractal.kernel.guest..",
            "dev.fractal.kernel.graal..",
            "dev.fractal.kernel.v8..",
            "dev.fractal.kernel.worker..",
            "dev.fractal.model.openai..",
            "dev.fractal.model.dialect..",
            "dev.fractal.model.wire..")
        .check(MAIN);
  }

  /**
   * Clocks of machines differ: only the database's decides, and spans are counted monotonically.
   */
  @Test
  void aClusterReadsNoWallClock() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.fractal.cluster..", "dev.fractal.persistence.membership..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Instant")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(MAIN);
  }

  @Test
  void onlyItsPackageSeesTheEngine() {
    KERNEL_IS_HIDDEN.check(MAIN);
  }

  @Test
  void theEngineRuleCanFail() {
    var offender = new ClassFileImporter().importClasses(SeesTheEngine.class);
    assertThatThrownBy(() -> KERNEL_IS_HIDDEN.check(offender))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("SeesTheEngine");
  }

  /** Breaks the rule on purpose. */
  static final class SeesTheEngine {
    Class<?> engine() {
      return org.graalvm.polyglot.Engine.class;
    }
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.fractal.(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void packagesAreNouns() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..",
            "..common..",
            "..impl..",
            "..dto..",
            "..service..",
            "..manager..",
            "..helper..")
        .check(MAIN);
    classes()
        .should()
        .haveSimpleNameNotEndingWith("Impl")
        .andShould()
        .haveSimpleNameNotEndingWith("Manager")
        .andShould()
        .haveSimpleNameNotEndingWith("Helper")
        .check(MAIN);
  }

  @Test
  void theFoldAndTheDecidersReadNoClock() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Decider")
        .or()
        .haveSimpleNameEndingWith("Fold")
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.time\\.Clock|java\\.util\\.Random|org\\.slf4j\\..*")
        .check(MAIN);
  }

  @Test
  void theClassesAreThere() {
    assertThat(MAIN).hasSizeGreaterThan(300);
  }
}
