package dev.fractal.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
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
record CliSettings(
    String model, String childModel, String leafModel, Duration patience, Duration redraw) {
  static CliSettings read(Config root) {
    try {
      var block = root.getConfig("fractal.cli");
      return new CliSettings(
          block.getString("model"),
          block.getString("child-model"),
          block.getString("leaf-model"),
          block.getDuration("patience"),
          block.getDuration("redraw-every"));
    } catch (ConfigException e) {
      throw new CliException("BadConfiguration", "configuration: " + e.getMessage(), Exit.ERROR);
    }
  }
}
