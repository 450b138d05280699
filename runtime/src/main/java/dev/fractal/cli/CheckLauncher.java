package dev.fractal.cli;

import java.nio.file.Path;
import java.util.List;

/** Checks a data directory: schema, journals, payloads, catalog. */
public interface CheckLauncher {
  /** Blocks until everything was looked at; throws when the store cannot be opened at all. */
  List<Finding> check(Path data);

  /**
   * What one check found.
   *
   * @param check what was checked, in a few words
   * @param detail one sentence on what is wrong and where, or what was counted
   */
  record Finding(String check, boolean passed, String detail) {}
}
