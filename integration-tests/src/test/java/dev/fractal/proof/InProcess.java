package dev.fractal.proof;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.graal.GraalKernelFactory;
import dev.fractal.node.LocalNode;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Nodes of the profile {@code local} in the test's own process. */
public final class InProcess {
  private InProcess() {}

  /**
   * A node.
   *
   * @param directory of the test; the store is in a directory of it
   * @param settings that win over the profile's
   */
  public static LocalNode start(Path directory, Map<String, ?> settings) {
    return start(config(directory, settings));
  }

  /** A node that listens for HTTP, on any free port. */
  public static LocalNode startHttp(Path directory, String model, Map<String, ?> settings) {
    var all = new HashMap<String, Object>(settings);
    all.put("fractal.http.enabled", true);
    all.put("fractal.http.port", 0);
    all.put("fractal.http.model", model);
    return start(directory, all);
  }

  private static Config config(Path directory, Map<String, ?> settings) {
    var all = new HashMap<String, Object>(settings);
    all.put("fractal.store.h2.directory", directory.resolve("data").toString());
    return ConfigFactory.parseMap(all).withFallback(ConfigFactory.load("local"));
  }

  private static LocalNode start(Config config) {
    return LocalNode.start(config, new GraalKernelFactory(KernelConfig.limits(config)));
  }
}
