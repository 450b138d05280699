package dev.fractal.proof;

import dev.fractal.persistence.store.Store;
import java.nio.file.Path;

/** Changes a store behind the back of the code that owns it, while no process has it open. */
final class Damage {
  private Damage() {}

  /** Runs a statement and says how many rows it changed. */
  static int execute(Path data, String sql) {
    try (var store = Store.openNode(StoredSession.config(data))) {
      return store
          .jdbc()
          .run(
              connection -> {
                try (var statement = connection.createStatement()) {
                  return statement.executeUpdate(sql);
                }
              });
    }
  }
}
