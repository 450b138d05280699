package dev.fractal.kernel;

import com.typesafe.config.Config;

/** Reads the block {@code fractal.kernel}. */
public final class KernelConfig {
  private KernelConfig() {}

  /**
   * The limits of one cell.
   *
   * @param root the whole configuration
   * @throws com.typesafe.config.ConfigException with the path of the bad key
   */
  public static KernelLimits limits(Config root) {
    Config limits = root.getConfig("fractal.kernel.limits");
    return new KernelLimits(
        limits.getDuration("cpu-time"),
        limits.getBytes("heap"),
        limits.getBytes("buffers"),
        limits.getInt("output"),
        limits.getInt("host-calls"),
        limits.getInt("fan-out"),
        limits.getInt("string-length"),
        limits.getInt("replay-factor"));
  }
}
