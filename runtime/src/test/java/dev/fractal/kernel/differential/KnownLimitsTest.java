package dev.fractal.kernel.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What is known not to be kept and is named nowhere. A limit that is gone turns this red: its
 * feature then belongs to the others.
 */
final class KnownLimitsTest {
  @Test
  void theOrderInWhichTheGlobalObjectListsVariablesIsNotKept() {
    try (var engine = Engines.fast()) {
      var feature = FeatureBook.of(List.of("known-limits")).getFirst();
      assertThat(new Differential(engine, engine, null).check(Programs.alone(feature, 1)))
          .map(Finding::kind)
          .contains(Finding.Kind.SILENT_DIFFERENCE);
    }
  }
}
