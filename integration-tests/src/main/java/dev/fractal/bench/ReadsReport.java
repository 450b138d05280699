package dev.fractal.bench;

import java.util.List;
import java.util.Locale;

/**
 * What {@code bench reads} found; times are medians in milliseconds.
 *
 * @param floor one indexed query
 * @param reads of the long session beside those of the session of ten turns
 * @param snapshotBytes of the long session's state
 * @param made milliseconds that it took to outline the long session for the first time
 */
record ReadsReport(
    Setting setting,
    Machine machine,
    double floor,
    List<Read> reads,
    long snapshotBytes,
    double made,
    List<Reach> reaches)
    implements BenchReport {
  /** What was asked for. */
  record Setting(int turns, int children, int sessions, int rounds) {}

  /** One kind of read. */
  record Read(String name, double turn10, double turnLast, double ratio) {}

  @Override
  public String figures() {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "one indexed query %.3f ms; a session of %d turns: its state %d bytes, outlined in %.0f"
                + " ms%n",
            floor,
            setting.turns(),
            snapshotBytes,
            made));
    for (var read : reads) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-16s %8.2f ms at turn 10, %8.2f ms at turn %d%n",
              read.name(),
              read.turn10(),
              read.turnLast(),
              setting.turns()));
    }
    return text.toString();
  }
}
