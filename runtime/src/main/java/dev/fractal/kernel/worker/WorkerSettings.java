package dev.fractal.kernel.worker;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;
import java.util.Locale;

/**
 * The block {@code fractal.kernel.workers}.
 *
 * @param count workers that sessions share
 * @param memory resident bytes of one worker, beyond which it is ended
 * @param heap bytes of a worker's own Java heap, where texts are on their way
 * @param spare whether one more is kept ready
 * @param roomier how many times heap, stack and memory a worker for one session has
 * @param answerWithin a worker that gives no sign of life for so long is ended
 * @param inputs bytes of local copies of inputs
 * @param wrap what happens when workers cannot be shut off from the machine
 */
public record WorkerSettings(
    int count,
    long memory,
    long heap,
    boolean spare,
    int roomier,
    Duration answerWithin,
    long inputs,
    Wrap wrap) {
  /** How workers are shut off. */
  public enum Wrap {
    /** As far as this machine allows. */
    AUTO,
    /** Wholly, or the node does not start. */
    REQUIRED,
    /** Not at all. */
    OFF
  }

  /**
   * Reads the block.
   *
   * @param root the whole configuration
   * @throws ConfigException with the path of the bad key
   */
  public static WorkerSettings from(Config root) {
    Config workers = root.getConfig("fractal.kernel.workers");
    return new WorkerSettings(
        (int) within(workers, "count", workers.getInt("count"), 1, 64),
        within(workers, "memory", workers.getBytes("memory"), 256L << 20, 1L << 40),
        within(workers, "heap", workers.getBytes("heap"), 64L << 20, 1L << 36),
        workers.getBoolean("spare"),
        (int) within(workers, "roomier", workers.getInt("roomier"), 1, 16),
        workers.getDuration("answer-within"),
        within(workers, "inputs", workers.getBytes("inputs"), 1L << 20, 1L << 44),
        wrap(workers));
  }

  private static long within(Config block, String key, long value, long least, long most) {
    if (value < least || value > most) {
      throw new ConfigException.BadValue(
          block.origin(),
          "fractal.kernel.workers." + key,
          "it is %,d and has to be from %,d to %,d".formatted(value, least, most));
    }
    return value;
  }

  private static Wrap wrap(Config workers) {
    String name = workers.getString("wrap");
    try {
      return Wrap.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new ConfigException.BadValue(
          workers.origin(),
          "fractal.kernel.workers.wrap",
          "it is '" + name + "' and has to be auto, required or off",
          e);
    }
  }
}
