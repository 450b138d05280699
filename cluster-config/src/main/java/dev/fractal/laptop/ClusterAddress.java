package dev.fractal.laptop;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The address of a cluster's database, kept in a data directory for the verbs that use it. */
public final class ClusterAddress {
  private static final String FILE = "cluster.conf";

  private ClusterAddress() {}

  /** Whether the directory belongs to a cluster. */
  public static boolean isKept(Path data) {
    return Files.exists(data.resolve(FILE));
  }

  /** The configuration of the shared store; empty when the directory belongs to no cluster. */
  public static Config read(Path data) {
    try {
      return isKept(data)
          ? ConfigFactory.parseFile(data.resolve(FILE).toFile())
          : ConfigFactory.empty();
    } catch (ConfigException e) {
      throw new LaptopException(
          data.resolve(FILE) + " cannot be read (" + e.getMessage() + "); run 'cluster up' again",
          e);
    }
  }

  /** Keeps an address. The file holds a password: only its owner can read it. */
  static void keep(Path data, ClusterFile cluster) {
    LaptopFiles.write(data.resolve(FILE), render(cluster));
  }

  /** The shared store as configuration text. */
  static String render(ClusterFile cluster) {
    return ConfigFactory.parseMap(
            Map.of(
                "fractal.store.kind", "postgres",
                "fractal.store.postgres.url", cluster.url(),
                "fractal.store.postgres.user", cluster.user(),
                "fractal.store.postgres.password", cluster.password()))
        .root()
        .render(ConfigRenderOptions.concise().setFormatted(true).setJson(false));
  }
}
