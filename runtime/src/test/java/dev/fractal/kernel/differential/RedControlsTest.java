package dev.fractal.kernel.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.kernel.differential.DefectiveKernels.Defect;
import dev.fractal.kernel.differential.Finding.Kind;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The suite goes red when an engine is broken on purpose. */
final class RedControlsTest {
  private static final int SEEDS = 40;

  private static List<Finding> findings(KernelFactory kernels) {
    try (kernels) {
      var differential = new Differential(kernels, kernels, null);
      var programs = Programs.honest();
      return LongStream.range(0, SEEDS)
          .mapToObj(programs::of)
          .flatMap(program -> differential.check(program).stream())
          .toList();
    }
  }

  @Test
  void anOpenListIsFound() {
    assertThat(findings(new DefectiveKernels(Engines.fast(), Defect.OPEN_LIST)))
        .extracting(Finding::kind)
        .contains(Kind.SILENT_DIFFERENCE, Kind.WRONGFUL_QUARANTINE);
  }

  @Test
  void staleSavesAreFound() {
    assertThat(findings(new DefectiveKernels(Engines.fast(), Defect.STALE_SAVES))).isNotEmpty();
  }

  @Test
  void aFaultyRestoreIsFoundWhenNobodyChecksIt() {
    var faulty = Engines.forgetful();
    assertThat(findings(new DefectiveKernels(faulty, Defect.NO_RESTORE_CHECK))).isNotEmpty();
  }

  @Test
  void aFaultyRestoreIsHarmlessWhenSavesAreChecked() {
    assertThat(findings(Engines.forgetful())).isEmpty();
  }
}
