package dev.fractal.gate;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * The entries of a directory, sorted by name.
 *
 * @param entries the first ones, at most as many as the configuration says
 * @param total how many there are
 */
public record Listing(String name, List<Entry> entries, int total) {
  /** One entry; links are not followed. */
  public record Entry(String name, Kind kind, long size) {}

  /** What an entry is. */
  public enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    OTHER;

    static Kind of(BasicFileAttributes attributes) {
      if (attributes.isSymbolicLink()) {
        return LINK;
      }
      if (attributes.isDirectory()) {
        return DIRECTORY;
      }
      return attributes.isRegularFile() ? FILE : OTHER;
    }
  }
}
