package dev.fractal.persistence.journal;

import java.util.Optional;
import java.util.regex.Pattern;

/** The stored type of an event: its name and the version of its form, as {@code name/version}. */
record EventManifest(String name, int version) {
  private static final Pattern FORM = Pattern.compile("([a-z][a-z-]*)/([1-9][0-9]{0,5})");

  static Optional<EventManifest> parse(String manifest) {
    var match = FORM.matcher(manifest);
    return match.matches()
        ? Optional.of(new EventManifest(match.group(1), Integer.parseInt(match.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return name + "/" + version;
  }
}
