package dev.fractal.node;

import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.worker.WorkerTraining;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.session.state.HostFunctions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Run by the build: makes what lets workers start fast, for the directory of V8's library. */
public final class KernelTraining {
  private static final Limits LIMITS = new Limits(1, 1, 1, 1);

  private KernelTraining() {}

  /** A distribution without these products works as well, only slower: a failure ends no build. */
  public static void main(String[] args) throws InterruptedException {
    var granted =
        Arrays.stream(Profile.values())
            .map(profile -> HostFunctions.granted(profile.under(LIMITS)))
            .toList();
    try {
      var limits = KernelConfig.limits(ConfigFactory.load("local"));
      WorkerTraining.train(Path.of(args[0]), granted, limits);
    } catch (IOException | RuntimeException e) {
      System.err.println("note: workers will start slowly, their training failed: " + e);
    }
    System.exit(0);
  }
}
