package dev.fractal.kernel.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Whatever random cells make of the kinds on the list: a restored realm tells the same of it. */
public abstract class GeneratedStatesSuite extends KernelSuite {
  @RepeatedTest(40)
  void aRestoredStateTellsTheSame(RepetitionInfo repetition) {
    var cells = GeneratedStates.cells(new SplittableRandom(repetition.getCurrentRepetition()));
    try (Notebook live = new Notebook(factory)) {
      cells.forEach(live::shown);
      assertThat(live.save().last.inexact()).as("%s", cells).isEmpty();
      Map<String, String> saved = new TreeMap<>(live.dump);
      String told = live.shown(GeneratedStates.FINGERPRINT);
      assertThat(told).doesNotStartWith("THREW").doesNotStartWith("LIMIT");
      try (Notebook back = new Notebook(factory, saved)) {
        assertThat(back.shown(GeneratedStates.FINGERPRINT)).as("%s", cells).isEqualTo(told);
        assertThat(back.save().dump).isEqualTo(saved);
      }
    }
  }
}
