package dev.fractal.persistence.store;

import dev.fractal.persistence.database.StoreException;
import java.nio.file.Path;
import java.util.Random;

/** Stores texts until the store refuses; prints how many it kept and the refusal. */
final class FillingProcess {
  private static final int CHARS = 20_000;

  private FillingProcess() {}

  public static void main(String[] arguments) {
    int kept = 0;
    var store = Store.openNode(TestStores.h2(Path.of(arguments[0])));
    try {
      while (true) {
        store.payloads().put(text(kept));
        kept++;
      }
    } catch (StoreException e) {
      System.out.println(kept);
      System.out.println(e.getMessage());
      System.out.flush();
      Runtime.getRuntime().halt(0);
    }
  }

  /** Lone surrogates and noise, so that little of it can be deflated. */
  static String text(int number) {
    var random = new Random(number);
    var text = new StringBuilder(CHARS);
    for (int i = 0; i < CHARS; i++) {
      text.append((char) random.nextInt(0x10000));
    }
    return text.toString();
  }
}
