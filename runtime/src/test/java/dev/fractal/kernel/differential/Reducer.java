package dev.fractal.kernel.differential;

import dev.fractal.kernel.differential.Program.Piece;
import java.util.Optional;

/** Makes a failing program small: drops fragments, then pieces, while it still fails. */
record Reducer(Differential differential) {

  /** A failing program and how it fails. */
  record Failure(Program program, Finding finding) {
    @Override
    public String toString() {
      return "seed %d, features %s%n%s%n%s"
          .formatted(program.seed(), program.features(), program, finding);
    }
  }

  Failure smallest(Program program, Finding finding) {
    var failure = new Failure(program, finding);
    for (Fragment fragment : program.asked()) {
      failure = tried(failure, failure.program().without(fragment)).orElse(failure);
    }
    for (Piece piece : failure.program().pieces()) {
      failure = tried(failure, failure.program().without(piece)).orElse(failure);
    }
    return failure;
  }

  /** The smaller program, if it fails in the same way. */
  private Optional<Failure> tried(Failure failure, Program smaller) {
    if (smaller.pieces().isEmpty() || smaller.asked().isEmpty()) {
      return Optional.empty();
    }
    return differential
        .check(smaller)
        .filter(finding -> finding.kind() == failure.finding().kind())
        .map(finding -> new Failure(smaller, finding));
  }
}
