package dev.fractal.gate;

import dev.fractal.protocol.capability.Grant;
import dev.fractal.protocol.capability.PathRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the real place that a name stands for and asks the gate for it, once for the name as
 * written and once more with all links resolved, so that a link leads nowhere that could not be
 * named.
 */
final class Places {
  private static final int MOST_LINKS = 40;

  private final Grant<PathRule> gate;
  private final String deed;
  private final Path home;
  private final List<Path> closed;

  Places(Grant<PathRule> gate, String deed, Path directory, List<Path> closed) throws IOException {
    this.gate = gate;
    this.deed = deed;
    this.home = directory.toRealPath();
    this.closed = closed;
  }

  /** The existing file or directory that the name leads to. */
  Path existing(String name) throws GateRefusal, GateFailure, IOException {
    return real(name, named(name));
  }

  /** A place in an existing directory, free or taken by anything, links in its last name kept. */
  Path target(String name) throws GateRefusal, GateFailure, IOException {
    var named = named(name);
    if (named.equals(home) || named.getNameCount() == 0) {
      throw new GateFailure("'" + name + "' is a directory; name a file in it");
    }
    var parent = Objects.requireNonNull(named.getParent(), "only the root has none");
    var real = Files.exists(parent) ? parent.toRealPath() : created(name, parent);
    return admitted(name, real.resolve(named.getFileName()));
  }

  /** Makes missing directories, but only below a place that the gate admits. */
  private Path created(String name, Path missing) throws GateRefusal, IOException {
    admitted(name, followed(missing));
    var ancestor = missing;
    while (!Files.exists(ancestor)) {
      ancestor = Objects.requireNonNull(ancestor.getParent(), "the root exists");
    }
    var rest = ancestor.relativize(missing);
    var place = admitted(name, admitted(name, ancestor.toRealPath()).resolve(rest));
    return Files.createDirectories(place).toRealPath();
  }

  private Path real(String name, Path named) throws GateRefusal, GateFailure, IOException {
    try {
      var real = named.toRealPath();
      if (!real.equals(named)) {
        admitted(name, real);
      }
      return real;
    } catch (NoSuchFileException e) {
      admitted(name, followed(named));
      throw new GateFailure("'" + name + "' does not exist; list its directory first");
    }
  }

  /** Where a name leads that leads to nothing: a link tells nobody what is outside. */
  private static Path followed(Path missing) throws IOException {
    var at = missing;
    for (int links = 0; links < MOST_LINKS; links++) {
      var link = firstLink(at);
      if (link.isEmpty()) {
        return at;
      }
      var rest = link.get().relativize(at);
      at = link.get().resolveSibling(Files.readSymbolicLink(link.get())).resolve(rest).normalize();
    }
    return at;
  }

  private static Optional<Path> firstLink(Path path) {
    return IntStream.rangeClosed(1, path.getNameCount())
        .mapToObj(names -> path.getRoot().resolve(path.subpath(0, names)))
        .filter(Files::isSymbolicLink)
        .findFirst();
  }

  private Path named(String name) throws GateRefusal, IOException {
    try {
      return admitted(name, home.resolve(new PathRule(name).text()).normalize());
    } catch (IllegalArgumentException e) {
      throw new GateRefusal(String.valueOf(e.getMessage()));
    }
  }

  private Path admitted(String name, Path place) throws GateRefusal, IOException {
    if (gate.isDenied()) {
      throw new GateRefusal("this session may not " + deed + " files");
    }
    if (!gate.admits(rule(place)) && !(place.startsWith(home) && admitsRelative(place))) {
      throw new GateRefusal(
          "this session may not "
              + deed
              + " '"
              + name
              + "', it is outside of "
              + gate.rules().stream().map(PathRule::text).toList());
    }
    for (var shut : closed) {
      if (place.startsWith(shut) || (Files.exists(shut) && leadsTo(place, shut))) {
        throw new GateRefusal("'" + name + "' belongs to the runtime, and no session reaches it");
      }
    }
    return place;
  }

  /** Whether a place is, or is in, another one under any of its names. */
  private static boolean leadsTo(Path place, Path shut) throws IOException {
    if (place.startsWith(shut.toRealPath())) {
      return true;
    }
    for (var at = place; at != null; at = at.getParent()) {
      if (Files.exists(at) && Files.isSameFile(at, shut)) {
        return true;
      }
    }
    return false;
  }

  private boolean admitsRelative(Path place) throws GateRefusal {
    var below = home.relativize(place).toString();
    return gate.admits(rule(below.isEmpty() ? "." : "./" + below));
  }

  private static PathRule rule(Path place) throws GateRefusal {
    return rule(place.toString());
  }

  private static PathRule rule(String place) throws GateRefusal {
    try {
      return new PathRule(place);
    } catch (IllegalArgumentException e) {
      throw new GateRefusal(String.valueOf(e.getMessage()));
    }
  }

  Path home() {
    return home;
  }
}
