package dev.fractal.entity;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.session.SessionServices.Patience;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The block {@code fractal.session}.
 *
 * @param limits what a session's turns may take
 * @param ceilings limits of every capability profile
 * @param directory the working directory of new sessions, absolute
 * @param compactAbove a transcript of more UTF-16 units is compacted before the next turn
 * @param leafInput UTF-16 units of input that one leaf takes
 * @param schemaRepairs values that do not fit a turn's schema and are given back to the model
 * @param patience how long something stays as it is
 * @param asking how long commands are asked
 * @param idleKernels kernels that a node keeps while no cell uses them
 * @param wakePerSecond unfinished sessions that a node which starts wakes in a second
 */
public record SessionConfig(
    TurnLimits limits,
    Limits ceilings,
    Path directory,
    long compactAbove,
    long leafInput,
    int schemaRepairs,
    Patience patience,
    Asking asking,
    int idleKernels,
    int wakePerSecond) {

  /**
   * How long commands are asked.
   *
   * @param attempt how long one attempt may stay unanswered, and how long it waits for a turn's end
   * @param retryFor how long a command is asked again
   */
  public record Asking(Duration attempt, Duration retryFor) {}

  /**
   * Reads the block of a whole configuration.
   *
   * @throws IllegalArgumentException with one sentence that names the bad key
   */
  public static SessionConfig from(Config whole) {
    try {
      var block = whole.getConfig("fractal.session");
      return new SessionConfig(
          new TurnLimits(
              block.getInt("max-turns"),
              block.getInt("max-steps"),
              block.getDuration("turn-timeout"),
              block.getDuration("call-timeout"),
              block.getInt("max-queued"),
              block.getInt("parallel-calls")),
          new Limits(
              block.getInt("max-depth"),
              block.getInt("max-fanout"),
              block.getInt("parallel-children"),
              block.getInt("max-steps")),
          Path.of(block.getString("directory")).toAbsolutePath().normalize(),
          block.getLong("compact-above"),
          block.getLong("leaf-input"),
          block.getInt("schema-repairs"),
          new Patience(
              block.getDuration("kernel-idle-after"),
              block.getDuration("sleep-after"),
              block.getDuration("listing-lag"),
              block.getDuration("hand-over")),
          new Asking(block.getDuration("ask-timeout"), block.getDuration("retry-for")),
          block.getInt("idle-kernels"),
          block.getInt("wake-per-second"));
    } catch (ConfigException | IllegalArgumentException e) {
      throw new IllegalArgumentException("fractal.session cannot be read: " + e.getMessage(), e);
    }
  }
}
