package dev.fractal.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.settings.Block;
import java.time.Duration;

/**
 * The block {@code fractal.cli} of the configuration.
 *
 * @param model model spec of new sessions; empty for none
 * @param childModel model spec of their children; empty for the same
 * @param leafModel model spec of their leaves; empty for the same
 * @param patience how long one question for a turn's end waits before it is asked again
 * @param redraw time between two drawings of the progress line
 */
public record CliSettings(
    String model, String childModel, String leafModel, Duration patience, Duration redraw) {
  /**
   * Reads the block of a whole configuration.
   *
   * @throws CliException with one sentence that names the bad key
   */
  public static CliSettings read(Config root) {
    try {
      var own = root.getConfig("fractal.cli");
      var block = new Block(root, "fractal.cli.");
      return new CliSettings(
          own.getString("model"),
          own.getString("child-model"),
          own.getString("leaf-model"),
          block.span("patience", Duration.ofSeconds(1), Duration.ofMinutes(1)),
          block.span("redraw-every", Duration.ofMillis(50), Duration.ofSeconds(1)));
    } catch (ConfigException e) {
      throw new CliException("BadConfiguration", "configuration: " + e.getMessage(), Exit.ERROR);
    }
  }
}
