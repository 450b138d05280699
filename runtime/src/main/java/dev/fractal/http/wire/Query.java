package dev.fractal.http.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a query by name, decoded. */
record Query(Map<String, List<String>> values) {
  static Query of(String raw) {
    var values = new LinkedHashMap<String, List<String>>();
    for (var part : raw.split("&", -1)) {
      if (!part.isEmpty()) {
        int mark = part.indexOf('=');
        var name = mark < 0 ? part : part.substring(0, mark);
        var value = mark < 0 ? "" : part.substring(mark + 1);
        values.computeIfAbsent(decoded(name), _ -> new ArrayList<>()).add(decoded(value));
      }
    }
    return new Query(values);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.badRequest("the query has a '%' that no two hexadecimal digits follow")
          .thrown();
    }
  }
}
