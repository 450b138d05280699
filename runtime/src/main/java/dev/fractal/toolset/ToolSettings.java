package dev.fractal.toolset;

import com.typesafe.config.Config;
import dev.fractal.settings.Block;
import java.time.Duration;

/**
 * The block {@code fractal.tools}.
 *
 * @param deadline time of one call
 * @param start time until a tool server has told what it offers
 * @param maxResult UTF-16 units of a result
 */
public record ToolSettings(Duration deadline, Duration start, int maxResult) {
  /**
   * Reads the block of a whole configuration.
   *
   * @throws com.typesafe.config.ConfigException that names the bad key
   */
  public static ToolSettings from(Config whole) {
    var block = new Block(whole, "fractal.tools.");
    return new ToolSettings(
        block.positive("deadline"),
        block.positive("start-deadline"),
        block.atLeast("max-result", 1));
  }
}
