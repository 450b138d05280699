package dev.fractal.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.cluster.ClusterSettings;
import dev.fractal.entity.SessionConfig;
import dev.fractal.gate.GateSettings;
import dev.fractal.http.wire.HttpConfig;
import dev.fractal.kernel.KernelConfig;
import dev.fractal.kernel.worker.WorkerSettings;
import dev.fractal.model.provider.ModelConfig;
import dev.fractal.persistence.store.StoreConfig;
import dev.fractal.settings.Block;
import dev.fractal.telemetry.trace.Traces;
import dev.fractal.telemetry.webhook.Webhook;
import dev.fractal.toolset.ToolSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The blocks that a node reads: all of them before anything is opened. */
final class Blocks {
  private static final Map<String, Consumer<Config>> READERS = new LinkedHashMap<>();

  static {
    READERS.put("fractal.store", StoreConfig::from);
    READERS.put("fractal.store.h2", StoreConfig::h2);
    READERS.put("fractal.session", SessionConfig::from);
    READERS.put("fractal.kernel.limits", KernelConfig::limits);
    READERS.put("fractal.kernel.workers", WorkerSettings::from);
    READERS.put("fractal.models", ModelConfig::read);
    READERS.put("fractal.gate", GateSettings::read);
    READERS.put("fractal.tools", ToolSettings::from);
    READERS.put("fractal.http", HttpConfig::from);
    READERS.put("fractal.cluster", ClusterSettings::from);
    READERS.put("fractal.telemetry.traces", Traces::check);
    READERS.put("fractal.webhook", Webhook::check);
    READERS.put("fractal.shard-lease", Blocks::lease);
  }

  private Blocks() {}

  /**
   * Reads them all.
   *
   * @throws BadConfigurationException with one sentence that names the bad key
   */
  static void check(Config config) {
    try {
      READERS.values().forEach(reader -> reader.accept(config));
    } catch (ConfigException e) {
      throw new BadConfigurationException(
          "the configuration cannot be used: "
              + String.valueOf(e.getMessage()).replaceFirst("(?s)^.*: \\d+: ", ""));
    } catch (IllegalArgumentException e) {
      throw new BadConfigurationException(String.valueOf(e.getMessage()));
    }
  }

  private static void lease(Config config) {
    var block = new Block(config, "fractal.shard-lease.");
    var _ = block.atLeast("lease-operation-timeout", Duration.ofSeconds(1));
  }
}
