package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.event.CellReport;

/**
 * What became of a cell.
 *
 * @param detail the error's or limit's sentence; empty when there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CellDocument(CellReport.Ending ending, String detail) {
  public static CellDocument of(CellReport report) {
    return new CellDocument(report.ending(), report.detail());
  }
}
