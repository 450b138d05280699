package dev.fractal.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the data directory as git finds its own: in the working directory or above it. */
final class DataDirectory {
  static final String NAME = ".fractal";

  /** The system property that tells the logging configuration where the log file is. */
  static final String LOG = "fractal.log";

  private final Path from;
  private final @Nullable Path named;
  private final boolean elsewhere;

  DataDirectory(Path from, @Nullable Path named) {
    this.from = from;
    this.named = named == null ? null : from.resolve(named).normalize();
    this.elsewhere = false;
  }

  private DataDirectory(Path place) {
    this.from = place;
    this.named = place;
    this.elsewhere = true;
  }

  /** The place of a node that has a directory of its own. */
  static DataDirectory elsewhere(URI node) {
    return new DataDirectory(Path.of(node.getAuthority()));
  }

  /** The directory if it is there already. */
  Optional<Path> glimpse() {
    return named == null ? above() : Optional.of(named).filter(Files::isDirectory);
  }

  /** The directory, if there is one; one that was named must be there. */
  Optional<Path> find() {
    if (named == null) {
      return above().map(DataDirectory::logged);
    }
    if (elsewhere) {
      return Optional.of(named);
    }
    if (!Files.isDirectory(named)) {
      throw new CliException(
          "NoStore",
          "there is no data directory at " + named + "; name an existing one with --data",
          Exit.ERROR);
    }
    return Optional.of(logged(named));
  }

  /** The directory, made if need be. */
  Path findOrCreate() {
    var data = named != null ? named : above().orElse(from.resolve(NAME));
    if (elsewhere) {
      return data;
    }
    try {
      return logged(Files.createDirectories(data));
    } catch (IOException e) {
      throw new CliException(
          "NoStore",
          "the data directory " + data + " cannot be made (" + reason(e) + "); use --data DIR",
          Exit.ERROR);
    }
  }

  /** The directory of a session that must exist. */
  Path ofSession(String session) {
    return find()
        .orElseThrow(
            () ->
                CliException.unknownSession(
                    "session '"
                        + session
                        + "' is unknown: no "
                        + NAME
                        + " directory in "
                        + from
                        + " or above it; name one with --data DIR"));
  }

  private Optional<Path> above() {
    for (var place = from; place != null; place = place.getParent()) {
      var data = place.resolve(NAME);
      if (Files.isDirectory(data)) {
        return Optional.of(data);
      }
    }
    return Optional.empty();
  }

  private static Path logged(Path data) {
    System.setProperty(LOG, data.resolve("log").resolve("fractal.log").toString());
    return data;
  }

  /** Why a file operation failed, in a few words. */
  static String reason(IOException e) {
    var words = e.getClass().getSimpleName().replace("Exception", "");
    var message = e.getMessage();
    return switch (e) {
      case NoSuchFileException _ -> "no such file";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "a file of that name is in the way";
      case FileSystemException f when f.getReason() != null -> f.getReason();
      default -> message == null ? words : message;
    };
  }
}
