package dev.fractal.model.playbook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A clause's reply, cut at its <code>${1}</code> places. Only a clause with a regex has such
 * places; elsewhere the text stands as it is, JavaScript's template literals included.
 *
 * @param groups the group that fills the place after each literal but the last
 */
record ReplyTemplate(List<String> literals, List<Integer> groups) {
  private static final Pattern PLACE = Pattern.compile("\\$\\{(\\d{1,3})}");

  ReplyTemplate {
    literals = List.copyOf(literals);
    groups = List.copyOf(groups);
  }

  static ReplyTemplate plain(String text) {
    return new ReplyTemplate(List.of(text), List.of());
  }

  static ReplyTemplate withGroups(String text) {
    List<String> literals = new ArrayList<>();
    List<Integer> groups = new ArrayList<>();
    Matcher place = PLACE.matcher(text);
    int from = 0;
    while (place.find()) {
      literals.add(text.substring(from, place.start()));
      groups.add(Integer.valueOf(place.group(1)));
      from = place.end();
    }
    literals.add(text.substring(from));
    return new ReplyTemplate(literals, groups);
  }

  int highestGroup() {
    return groups.stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  String plain() {
    return String.join("", literals);
  }

  /** The text with the groups of a match; a group that took no part is empty. */
  String filled(MatchResult match) {
    if (groups.isEmpty()) {
      return literals.getFirst();
    }
    StringBuilder text = new StringBuilder(literals.getFirst());
    for (int i = 0; i < groups.size(); i++) {
      String group = match.group(groups.get(i));
      text.append(group == null ? "" : group).append(literals.get(i + 1));
    }
    return text.toString();
  }
}
