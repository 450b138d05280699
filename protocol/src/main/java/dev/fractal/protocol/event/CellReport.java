package dev.fractal.protocol.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * What became of one cell of a reply.
 *
 * @param detail the error's or limit's sentence; empty when there is none
 */
public record CellReport(Ending ending, String detail) {
  /** How a cell ended. */
  public enum Ending {
    COMPLETED("completed"),
    FINAL("final"),
    /** Called {@code FINAL} with a value that does not fit the turn's schema. */
    MISMATCH("mismatch"),
    /** The same, once more than a turn may; the turn ends. */
    REJECTED("rejected"),
    THREW("threw"),
    /** Broke a limit; the REPL is as it was before the cell. */
    LIMIT("limit"),
    /** Came after a cell that failed or called {@code FINAL}. */
    SKIPPED("skipped");

    private final String wire;

    Ending(String wire) {
      this.wire = wire;
    }

    @JsonValue
    public String wire() {
      return wire;
    }
  }

  /** Why the value that a step's cells gave does not fit the turn's schema. */
  public static Optional<String> misfit(List<CellReport> cells) {
    return cells.stream()
        .filter(cell -> cell.ending() == Ending.MISMATCH)
        .map(CellReport::detail)
        .findFirst();
  }
}
