package dev.fractal.http.routes;

import dev.fractal.http.wire.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The playbooks that callers may name: those below one directory, by names that do not leave it,
 * not by links either. What lies outside cannot even be told from what does not exist.
 *
 * @param directory absolute; without one no playbook may be named
 */
public record Shelf(Optional<Path> directory) {
  private static final String PLAYBOOK = "playbook:";
  private static final int MOST_CHARACTERS = 4096;

  /**
   * The shelf of a node: what the configuration says, else where the node's own model lies if that
   * is a playbook.
   */
  public static Shelf of(Optional<Path> configured, String ownModel) {
    var own =
        ownModel.startsWith(PLAYBOOK)
            ? Optional.ofNullable(file(ownModel).toAbsolutePath().normalize().getParent())
            : Optional.<Path>empty();
    return new Shelf(configured.or(() -> own));
  }

  /**
   * A spec as a session keeps it, so that a playbook's path means the same file wherever it goes.
   *
   * @throws ProblemException when it names a playbook that is not here
   */
  String taken(String spec) {
    if (spec.length() > MOST_CHARACTERS) {
      throw bad("a model spec has at most " + MOST_CHARACTERS + " characters");
    }
    if (!spec.startsWith(PLAYBOOK)) {
      return spec;
    }
    var shelf =
        directory.orElseThrow(
            () ->
                bad(
                    "this node takes no playbooks over HTTP; name another model, or have the node"
                        + " started with fractal.http.playbooks"));
    var file = shelf.resolve(file(spec)).normalize();
    if (!isBelow(shelf, file)) {
      throw bad(
          "the playbook does not lie in the directory of this node's playbooks"
              + " (fractal.http.playbooks); name one that does, relative to it");
    }
    return PLAYBOOK + file;
  }

  /** By its name, and by where its links lead. */
  private static boolean isBelow(Path shelf, Path file) {
    try {
      var real = shelf.toRealPath();
      return (file.startsWith(shelf) || file.startsWith(real))
          && (!Files.exists(file) || file.toRealPath().startsWith(real));
    } catch (IOException e) {
      return false;
    }
  }

  /** The absolute form of a spec that the node's operator wrote. */
  static String absolute(String spec) {
    return spec.startsWith(PLAYBOOK) ? PLAYBOOK + file(spec).toAbsolutePath().normalize() : spec;
  }

  private static Path file(String spec) {
    try {
      return Path.of(spec.substring(PLAYBOOK.length()).strip());
    } catch (InvalidPathException e) {
      throw bad("the playbook's name is not a path");
    }
  }

  private static RuntimeException bad(String why) {
    return new Problem(400, "ModelSpec", why).thrown();
  }
}
