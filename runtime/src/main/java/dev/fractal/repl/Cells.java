package dev.fractal.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cells of a model's reply: its fenced blocks marked {@code js} or {@code javascript}, in
 * order. A block that is never closed is no cell: the reply was cut off.
 *
 * @param sources the code of each cell
 * @param unclosed whether the reply ends within a block
 */
public record Cells(List<String> sources, boolean unclosed) {
  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})\\s*([\\w+-]*).*");

  public Cells {
    sources = List.copyOf(sources);
  }

  /** Reads a reply. */
  public static Cells of(String reply) {
    var sources = new ArrayList<String>();
    var cell = new StringBuilder();
    String fence = "";
    boolean code = false;
    for (String line : reply.lines().toList()) {
      Matcher marker = FENCE.matcher(line);
      if (fence.isEmpty() && marker.matches()) {
        fence = marker.group(1);
        code = marker.group(2).equals("js") || marker.group(2).equals("javascript");
      } else if (!fence.isEmpty() && closes(line, fence)) {
        if (code) {
          sources.add(cell.toString());
        }
        cell.setLength(0);
        fence = "";
      } else if (code && !fence.isEmpty()) {
        cell.append(line).append('\n');
      }
    }
    return new Cells(sources, code && !fence.isEmpty());
  }

  private static boolean closes(String line, String fence) {
    String trimmed = line.strip();
    return trimmed.startsWith(fence)
        && trimmed.chars().allMatch(character -> character == fence.charAt(0));
  }
}
