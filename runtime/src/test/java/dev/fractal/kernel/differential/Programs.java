package dev.fractal.kernel.differential;

import dev.fractal.kernel.differential.Program.Piece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** One seed, one program of several features over several turns. */
final class Programs {
  private static final int TURNS = 4;

  private final List<Feature> leading;
  private final List<Feature> usual;
  private final List<Feature> rare;

  /**
   * Programs of these features.
   *
   * @param leading every program has one or two of them; may be empty
   * @param others what the rest of a program is made of
   */
  private Programs(List<Feature> leading, List<Feature> others) {
    this.leading = leading;
    usual = others.stream().filter(feature -> !feature.rare()).toList();
    rare = others.stream().filter(Feature::rare).toList();
  }

  /** What well-meant code does. */
  static List<Feature> honestFeatures() {
    return FeatureBook.of(
        List.of("values", "functions", "classes", "collections", "objects", "cells", "built-ins"));
  }

  /** What code does that means to be lost, stale or somewhere else. */
  static List<Feature> hostileFeatures() {
    return FeatureBook.of(List.of("hostile-globals", "hostile-objects", "hostile-built-ins"));
  }

  static Programs honest() {
    return new Programs(List.of(), honestFeatures());
  }

  static Programs hostile() {
    return new Programs(hostileFeatures(), honestFeatures());
  }

  /** A program of one feature, each step in a turn of its own. */
  static Program alone(Feature feature, long seed) {
    var random = random(seed);
    var fragment = new Draw(random, new Names(random), List.of()).of(feature);
    var pieces = new ArrayList<Piece>();
    for (String step : fragment.steps()) {
      pieces.add(new Piece(pieces.size(), fragment, step, false));
    }
    return new Program(seed, pieces, List.of(fragment));
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  Program of(long seed) {
    var random = random(seed);
    var names = new Names(random);
    var fragments = new ArrayList<Fragment>();
    for (Feature feature : chosen(random)) {
      fragments.add(new Draw(random, names, fragments).of(feature));
    }
    return new Program(seed, placed(random, fragments), fragments);
  }

  private List<Feature> chosen(RandomGenerator random) {
    var chosen = new ArrayList<Feature>();
    int others = 1 + Math.min(random.nextInt(5), random.nextInt(5));
    for (int i = 0; i < others; i++) {
      chosen.add(random.nextInt(16) == 0 ? any(random, rare) : any(random, usual));
    }
    if (!leading.isEmpty()) {
      for (int i = random.nextInt(1, 3); i > 0; i--) {
        chosen.add(random.nextInt(chosen.size() + 1), any(random, leading));
      }
    }
    return chosen;
  }

  /** First steps in the order of the fragments, so that what a fragment uses is there. */
  private static List<Piece> placed(RandomGenerator random, List<Fragment> fragments) {
    var pieces = new ArrayList<Piece>();
    int first = 0;
    for (Fragment fragment : fragments) {
      first = later(random, first);
      int turn = first;
      for (String step : fragment.steps()) {
        pieces.add(new Piece(turn, fragment, step, random.nextInt(3) == 0));
        turn = later(random, turn);
      }
    }
    pieces.sort(Comparator.comparingInt(Piece::turn));
    return pieces;
  }

  private static int later(RandomGenerator random, int turn) {
    return random.nextInt(3) == 0 ? turn : Math.min(turn + 1, TURNS - 1);
  }

  private static Feature any(RandomGenerator random, List<Feature> features) {
    return features.get(random.nextInt(features.size()));
  }
}
