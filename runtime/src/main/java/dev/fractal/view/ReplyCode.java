package dev.fractal.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The code that stands in a model's reply: the text of its fenced JavaScript blocks. */
public final class ReplyCode {
  private static final Set<String> LANGUAGES = Set.of("js", "javascript", "ts");
  private static final String FENCE = "```";

  private ReplyCode() {}

  /** The blocks of a reply in order; an unclosed last one counts. */
  public static List<String> cells(String reply) {
    var cells = new ArrayList<String>();
    var open = false;
    var wanted = false;
    var block = new StringBuilder();
    for (var line : reply.lines().toList()) {
      if (line.strip().startsWith(FENCE)) {
        if (open && wanted) {
          cells.add(block.toString());
        }
        wanted = !open && LANGUAGES.contains(line.strip().substring(FENCE.length()).strip());
        open = !open;
        block.setLength(0);
      } else if (open) {
        block.append(line).append('\n');
      }
    }
    if (open && wanted) {
      cells.add(block.toString());
    }
    return List.copyOf(cells);
  }
}
