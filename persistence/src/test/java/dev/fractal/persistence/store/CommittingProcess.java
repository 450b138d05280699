package dev.fractal.persistence.store;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Stores texts from four threads until it is killed; prints the number of each when it is safe. */
final class CommittingProcess {
  private CommittingProcess() {}

  public static void main(String[] arguments) {
    long first = Long.parseLong(arguments[1]);
    var numbers = new AtomicLong(first);
    var store = Store.openNode(TestStores.h2(Path.of(arguments[0])));
    for (int i = 0; i < 4; i++) {
      Thread.ofPlatform().name("committer-" + i).start(() -> commit(store, numbers));
    }
  }

  private static void commit(Store store, AtomicLong numbers) {
    while (true) {
      long number = numbers.getAndIncrement();
      store.payloads().put(text(number));
      report(number);
    }
  }

  private static synchronized void report(long number) {
    System.out.println(number);
    System.out.flush();
  }

  static String text(long number) {
    return "committed " + number;
  }
}
