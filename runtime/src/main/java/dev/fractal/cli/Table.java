package dev.fractal.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of cells in aligned columns, a heading above them. */
final class Table {
  private static final String GAP = "  ";

  private final Style style;
  private final List<String> heading;
  private final List<List<String>> rows = new ArrayList<>();

  Table(Style style, String... heading) {
    this.style = style;
    this.heading = List.of(heading);
  }

  Table row(Object... cells) {
    rows.add(Arrays.stream(cells).map(cell -> style.line(String.valueOf(cell))).toList());
    return this;
  }

  String render() {
    var widths = widths();
    var out = new StringBuilder(style.dim(line(heading, widths))).append('\n');
    rows.forEach(row -> out.append(line(row, widths)).append('\n'));
    return out.toString();
  }

  private int[] widths() {
    var widths = heading.stream().mapToInt(Table::width).toArray();
    for (var row : rows) {
      for (var i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return widths;
  }

  private static String line(List<String> cells, int[] widths) {
    var line = new StringBuilder();
    for (var i = 0; i < cells.size(); i++) {
      line.append(cells.get(i)).repeat(' ', widths[i] - width(cells.get(i))).append(GAP);
    }
    return line.toString().stripTrailing();
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
