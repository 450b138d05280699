package dev.fractal.kernel.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The programs are worth their time: features are many, they run, and plain ones are kept. */
final class FeatureBookTest {
  private static final int FAMILIES = 30;

  @Test
  void aFeatureIsReadInItsParts() {
    var features =
        FeatureBook.read("# one\nlet @a = 1;\n~\n@a++;\n?\n@a\n!\n@a--;\n=\n[@a]\n#! two\n1;");
    assertThat(features)
        .containsExactly(
            new Feature(
                "one",
                false,
                List.of("let @a = 1;", "@a++;"),
                List.of("@a"),
                List.of("@a--;"),
                List.of("[@a]")),
            new Feature("two", true, List.of("1;"), List.of(), List.of(), List.of()));
  }

  @Test
  void thereAreManyHostileFamilies() {
    assertThat(Programs.hostileFeatures()).hasSizeGreaterThanOrEqualTo(FAMILIES);
  }

  @Test
  void oneSeedIsOneProgram() {
    assertThat(Programs.honest().of(7)).isEqualTo(Programs.honest().of(7));
    assertThat(Programs.honest().of(7).toString()).isNotEqualTo(Programs.honest().of(8).toString());
  }

  @Test
  void everyHonestFeatureRunsAndIsAsked() {
    try (var engine = Engines.fast()) {
      for (Feature feature : Programs.honestFeatures()) {
        var program = Programs.alone(feature, 1);
        try (var live = new LiveRun(engine, program)) {
          var answers = new Probes(program).ask(live.kernel());
          assertThat(answers).as(feature.name()).last().isEqualTo("=> 0");
          assertThat(answers)
              .as(feature.name())
              .anyMatch(line -> line.startsWith(feature.name()) && !line.contains("-> threw"));
        }
      }
    }
  }

  /** Else every rebuild would be a replay, and the suite would prove nothing about saves. */
  @Test
  void plainStateEndsInCompleteSaves() {
    Map<String, String> refused = new TreeMap<>();
    try (var engine = Engines.fast()) {
      for (Feature feature : FeatureBook.of(List.of("values", "collections"))) {
        try (var live = new LiveRun(engine, Programs.alone(feature, 2))) {
          if (!live.places().getLast().complete()) {
            refused.put(feature.name(), live.kernel().save().inexact().toString());
          }
        }
      }
    }
    assertThat(new ArrayList<>(refused.entrySet())).hasSizeLessThan(20);
  }
}
