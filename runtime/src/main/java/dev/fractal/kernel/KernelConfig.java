package dev.fractal.kernel;

import com.typesafe.config.Config;
import dev.fractal.settings.Block;

/** Reads the block {@code fractal.kernel}. */
public final class KernelConfig {
  private static final long MIB = 1 << 20;

  private KernelConfig() {}

  /**
   * The limits of one cell.
   *
   * @param root the whole configuration
   * @throws com.typesafe.config.ConfigException with the path of the bad key
   */
  public static KernelLimits limits(Config root) {
    var limits = new Block(root, "fractal.kernel.limits.");
    return new KernelLimits(
        limits.positive("cpu-time"),
        limits.bytes("heap", 32 * MIB, 2048 * MIB),
        limits.bytes("buffers", MIB, 2048 * MIB),
        limits.atLeast("output", 1),
        limits.atLeast("host-calls", 1),
        limits.atLeast("fan-out", 1),
        limits.atLeast("string-length", (int) MIB),
        limits.number("replay-factor", 1, 1_000));
  }
}
