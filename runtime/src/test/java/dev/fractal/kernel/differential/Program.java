package dev.fractal.kernel.differential;

import java.util.ArrayList;
import java.util.List;

/**
 * Cells over several turns, made of fragments.
 *
 * @param seed what it was generated from
 * @param pieces in the order of their evaluation
 * @param asked the fragments whose probes are asked
 */
@SuppressWarnings("ReferenceEquality") // pieces are told apart by what they are, not by their text
record Program(long seed, List<Piece> pieces, List<Fragment> asked) {
  Program {
    pieces = List.copyOf(pieces);
    asked = List.copyOf(asked);
  }

  /**
   * A fragment's step in its place.
   *
   * @param joined whether it stands in the same cell as the piece before it, if that is of its turn
   */
  record Piece(int turn, Fragment fragment, String source, boolean joined) {}

  /** The cells of each turn that has any. */
  List<List<String>> turns() {
    var turns = new ArrayList<List<String>>();
    int turn = -1;
    for (Piece piece : pieces) {
      boolean next = piece.turn() != turn;
      if (next) {
        turns.add(new ArrayList<>());
        turn = piece.turn();
      }
      var cells = turns.getLast();
      if (!next && piece.joined()) {
        cells.addLast(cells.removeLast() + "\n" + piece.source());
      } else {
        cells.add(piece.source());
      }
    }
    return turns;
  }

  List<String> pokes() {
    return asked.stream().flatMap(fragment -> fragment.pokes().stream()).toList();
  }

  Program without(Fragment fragment) {
    return new Program(
        seed,
        pieces.stream().filter(piece -> !piece.fragment().equals(fragment)).toList(),
        asked.stream().filter(other -> !other.equals(fragment)).toList());
  }

  Program without(Piece piece) {
    return new Program(seed, pieces.stream().filter(other -> !other.equals(piece)).toList(), asked);
  }

  /** The features that are left, for grouping failures. */
  String features() {
    return String.join(" + ", asked.stream().map(Fragment::feature).distinct().sorted().toList());
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    var turns = turns();
    for (int turn = 0; turn < turns.size(); turn++) {
      for (int cell = 0; cell < turns.get(turn).size(); cell++) {
        text.append("// turn %d cell %d%n".formatted(turn + 1, cell + 1));
        text.append(turns.get(turn).get(cell)).append('\n');
      }
    }
    return text.toString();
  }
}
