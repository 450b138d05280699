package dev.fractal.http.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** All routes of a server; finds the one that a request means. */
public record Routes(List<Route> all) {
  public Routes {
    all = List.copyOf(all);
  }

  /** A route with the values of its parameters. */
  record Found(Route route, Map<String, String> path) {}

  /**
   * The route for a request.
   *
   * @param segments the decoded segments of its path
   */
  Found find(String method, List<String> segments) {
    var here = matching(segments);
    return here.stream()
        .filter(found -> found.route().method().equals(method))
        .findFirst()
        .orElseThrow(() -> none(here));
  }

  /** The methods of a path, for {@code Allow}. */
  String methods(List<String> segments) {
    return matching(segments).stream()
        .map(found -> found.route().method())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** How a path tells errors. */
  Route.ErrorForm errors(List<String> segments) {
    return matching(segments).stream()
        .map(found -> found.route().errors())
        .findFirst()
        .orElse(Answers::problem);
  }

  private static RuntimeException none(List<Found> here) {
    return here.isEmpty()
        ? new Problem(
                404, "UnknownPath", "there is nothing here; /openapi.json lists what there is")
            .thrown()
        : new Problem(
                405,
                "MethodNotAllowed",
                "this path takes "
                    + here.stream()
                        .map(found -> found.route().method())
                        .distinct()
                        .collect(Collectors.joining(" and "))
                    + " only")
            .thrown();
  }

  private List<Found> matching(List<String> segments) {
    var found = new ArrayList<Found>();
    for (var route : all) {
      values(route.template(), segments).ifPresent(path -> found.add(new Found(route, path)));
    }
    return found;
  }

  private static Optional<Map<String, String>> values(String template, List<String> segments) {
    var parts = template.substring(1).split("/", -1);
    if (parts.length != segments.size()) {
      return Optional.empty();
    }
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].startsWith("{")) {
        values.put(parts[i].substring(1, parts[i].length() - 1), segments.get(i));
      } else if (!parts[i].equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}
