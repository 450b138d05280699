package dev.fractal.persistence.store;

import java.io.IOException;
import java.nio.file.Path;

/** Opens a store and keeps it until its input ends. */
final class HoldingProcess {
  private HoldingProcess() {}

  public static void main(String[] arguments) throws IOException {
    try (var store = Store.openNode(TestStores.h2(Path.of(arguments[0])))) {
      System.out.println("open " + store.place());
      System.in.read();
    }
  }
}
