package dev.fractal.kernel.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads features from text. {@code # name} begins one ({@code #! name} a rare one) with its first
 * step; a line with {@code ~} alone begins the next step, {@code ?} the probes, {@code !} the pokes
 * and {@code =} the objects, each one a line.
 */
final class FeatureBook {
  private static final String MARKS = "~?!=";

  private FeatureBook() {}

  /** The features of some texts of this package, in their order. */
  static List<Feature> of(List<String> names) {
    return names.stream()
        .flatMap(name -> read(text("features/" + name + ".txt")).stream())
        .toList();
  }

  /** A text of this package. */
  static String text(String name) {
    try (var stream = FeatureBook.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalArgumentException("there is no text " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Feature> read(String book) {
    var features = new ArrayList<Feature>();
    for (String chapter : ("\n" + book).split("\n#(?=!? )", -1)) {
      if (!chapter.isBlank()) {
        features.add(feature(chapter));
      }
    }
    return features;
  }

  private static Feature feature(String chapter) {
    var lines = chapter.lines().toList();
    boolean rare = lines.getFirst().startsWith("!");
    var steps = new ArrayList<StringBuilder>(List.of(new StringBuilder()));
    Map<Character, List<String>> parts = new TreeMap<>();
    char part = '~';
    for (String line : lines.subList(1, lines.size())) {
      if (line.length() == 1 && MARKS.contains(line)) {
        part = line.charAt(0);
        if (part == '~') {
          steps.add(new StringBuilder());
        }
      } else if (part == '~') {
        steps.getLast().append(line).append('\n');
      } else if (!line.isBlank()) {
        parts.computeIfAbsent(part, _ -> new ArrayList<>()).add(line);
      }
    }
    return new Feature(
        lines.getFirst().substring(rare ? 1 : 0).strip(),
        rare,
        steps.stream().map(step -> step.toString().strip()).toList(),
        parts.getOrDefault('?', List.of()),
        parts.getOrDefault('!', List.of()),
        parts.getOrDefault('=', List.of()));
  }
}
