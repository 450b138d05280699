package dev.fractal.entity;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.capability.Limits;
import dev.fractal.session.work.SessionServices.Patience;
import dev.fractal.settings.Block;
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
      var block = new Block(whole, "fractal.session.");
      return new SessionConfig(
          new TurnLimits(
              block.atLeast("max-turns", 1),
              block.atLeast("max-steps", 1),
              block.positive("turn-timeout"),
              block.positive("call-timeout"),
              block.atLeast("max-queued", 0),
              block.atLeast("parallel-calls", 1)),
          new Limits(
              block.atLeast("max-depth", 0),
              block.atLeast("max-fanout", 1),
              block.atLeast("parallel-children", 1),
              block.atLeast("max-steps", 1)),
          Path.of(block.text("directory")).toAbsolutePath().normalize(),
          block.characters("compact-above", 1_000),
          block.characters("leaf-input", 1),
          block.atLeast("schema-repairs", 0),
          new Patience(
              block.positive("kernel-idle-after"),
              block.positive("sleep-after"),
              block.atLeast("listing-lag", Duration.ZERO),
              block.atLeast("hand-over", Duration.ZERO)),
          new Asking(
              block.positive("ask-timeout"), block.atLeast("retry-for", Duration.ofSeconds(10))),
          block.atLeast("idle-kernels", 0),
          block.atLeast("wake-per-second", 1));
    } catch (ConfigException | IllegalArgumentException e) {
      throw new IllegalArgumentException("fractal.session cannot be read: " + e.getMessage(), e);
    }
  }
}
