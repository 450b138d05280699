package dev.fractal.protocol.capability;

import java.util.ArrayList;
import java.util.Optional;

/**
 * A directory or file and everything below it. {@code /data} is a place on the machine, {@code .}
 * and {@code notes/x} are places in the session's working directory; the two kinds never cover each
 * other, except that {@code /} covers everything. Paths are compared name by name and exactly, so
 * {@code /data} covers neither {@code /data-secret} nor {@code /DATA}.
 *
 * @param text the normalised path: no {@code ..}, no empty name, no slash at its end
 */
public record PathRule(String text) implements Rule<PathRule> {
  public static final PathRule ALL = new PathRule("/");
  public static final PathRule WORKING_DIRECTORY = new PathRule(".");

  /**
   * Normalises the path.
   *
   * @throws IllegalArgumentException for a path that climbs, or is not plainly written
   */
  public PathRule {
    text = normalised(text);
  }

  private static String normalised(String path) {
    if (path.isEmpty() || path.length() > 4096) {
      throw new IllegalArgumentException("a path has 1 to 4096 characters");
    }
    if (path.codePoints().anyMatch(c -> Character.isISOControl(c) || c == '\\')) {
      throw bad(path, "has a control character or a backslash in it");
    }
    var names = new ArrayList<String>();
    for (var name : path.split("/", -1)) {
      switch (name) {
        case "", "." -> {}
        case ".." -> throw bad(path, "climbs with '..'");
        default -> names.add(name);
      }
    }
    if (path.startsWith("/")) {
      return "/" + String.join("/", names);
    }
    if (!names.isEmpty() && names.getFirst().startsWith("~")) {
      throw bad(path, "starts with '~', which nobody expands");
    }
    return names.isEmpty() ? "." : String.join("/", names);
  }

  private static IllegalArgumentException bad(String path, String why) {
    return new IllegalArgumentException("the path '" + path + "' " + why + "; write it plainly");
  }

  /** Whether the path is a place on the machine, and not in the working directory. */
  public boolean isAbsolute() {
    return text.startsWith("/");
  }

  @Override
  public boolean isAll() {
    return text.equals("/");
  }

  @Override
  public boolean covers(PathRule other) {
    return isAll()
        || text.equals(other.text)
        || (text.equals(".") ? !other.isAbsolute() : other.text.startsWith(text + "/"));
  }

  @Override
  public Optional<PathRule> meet(PathRule other) {
    return covers(other)
        ? Optional.of(other)
        : other.covers(this) ? Optional.of(this) : Optional.empty();
  }

  @Override
  public PathRule modest() {
    return this;
  }
}
