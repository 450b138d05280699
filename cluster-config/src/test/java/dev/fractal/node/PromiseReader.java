package dev.fractal.node;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads the promises of a configuration file, which stand in the comments before its keys. */
final class PromiseReader {
  private static final Pattern OPENED = Pattern.compile("\\s*([\\w.-]+)\\s*\\{\\s*");
  private static final Pattern KEY = Pattern.compile("\\s*([a-z-]+) = ([^$].*)");
  private static final Pattern LISTED = Pattern.compile("\\s*#   ([a-z-]+)  +(\\S.*)");
  private static final Pattern GOES_ON = Pattern.compile("\\s*#    +(\\S.*)");
  private static final String NUMBER = "(-?[0-9]+)( ?(?:ms|s|m|B|KiB|MiB|GiB|TiB|Mi))?";
  private static final String MEANING = "(?: \\([^)]*\\))?";
  private static final Pattern SPAN =
      Pattern.compile(
          ".*?\\b?" + NUMBER + MEANING + "(?:, 0" + MEANING + ")? to " + NUMBER + "\\b.*");
  private static final Pattern LEAST =
      Pattern.compile(".*?(?:\\b" + NUMBER + MEANING + " or more|at least " + NUMBER + ")\\b.*");
  private static final Pattern POSITIVE =
      Pattern.compile(".*(longer|Longer|more|More) than 0\\b.*");
  private static final Map<String, Long> SIZES =
      Map.of(
          "B", 1L, "KiB", 1L << 10, "MiB", 1L << 20, "Mi", 1L << 20, "GiB", 1L << 30, "TiB",
          1L << 40);
  private static final Map<String, Long> TIMES = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L);

  private final Deque<String> path = new ArrayDeque<>();
  private final StringBuilder comment = new StringBuilder();
  private final Map<String, String> listed = new LinkedHashMap<>();
  private final List<Promise> found = new ArrayList<>();
  private String last = "";

  private PromiseReader() {}

  static List<Promise> read(String text) {
    var reader = new PromiseReader();
    text.lines().forEach(reader::line);
    return reader.found;
  }

  private void line(String line) {
    var opened = OPENED.matcher(line);
    var key = KEY.matcher(line);
    if (line.strip().startsWith("#")) {
      comment(line);
    } else if (opened.matches()) {
      path.addLast(opened.group(1));
      comment.setLength(0);
    } else if (line.strip().equals("}")) {
      path.pollLast();
    } else if (key.matches()) {
      var own = comment.isEmpty() ? listed.getOrDefault(key.group(1), "") : comment.toString();
      add(String.join(".", path) + "." + key.group(1), own);
      comment.setLength(0);
    } else {
      comment.setLength(0);
    }
  }

  /** A comment of a key, or a list of keys that several blocks have. */
  private void comment(String line) {
    var one = LISTED.matcher(line);
    var more = GOES_ON.matcher(line);
    if (one.matches()) {
      last = one.group(1);
      listed.put(last, one.group(2));
    } else if (more.matches() && !last.isEmpty()) {
      listed.merge(last, more.group(1), (known, rest) -> known + " " + rest);
    } else {
      last = "";
      comment.append(line.strip().substring(1)).append(' ');
    }
  }

  private void add(String key, String text) {
    var span = SPAN.matcher(text);
    var least = LEAST.matcher(text);
    if (span.matches()) {
      var unit = span.group(2) == null ? span.group(4) : span.group(2);
      long from = value(span.group(1), unit);
      long to = value(span.group(3), span.group(4));
      found.add(
          new Promise(
              key,
              List.of(written(from - 1, unit), written(to + 1, unit)),
              List.of(written(from, unit), written(to, unit))));
    } else if (least.matches()) {
      boolean first = least.group(1) != null;
      var unit = first ? least.group(2) : least.group(4);
      long from = value(first ? least.group(1) : least.group(3), unit);
      found.add(new Promise(key, List.of(written(from - 1, unit)), List.of(written(from, unit))));
    } else if (POSITIVE.matcher(text).matches()) {
      found.add(new Promise(key, List.of("0s"), List.of()));
    }
  }

  private static long value(String number, String unit) {
    var word = Optional.ofNullable(unit).orElse("").strip();
    return Long.parseLong(number) * SIZES.getOrDefault(word, TIMES.getOrDefault(word, 1L));
  }

  private static String written(long value, String unit) {
    var word = Optional.ofNullable(unit).orElse("").strip();
    return value + (TIMES.containsKey(word) ? "ms" : "");
  }
}
