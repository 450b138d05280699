package dev.fractal.kernel.worker;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.confinement.Wrap;
import dev.fractal.settings.Block;
import java.time.Duration;

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
  /**
   * Reads the block.
   *
   * @param root the whole configuration
   * @throws ConfigException with the path of the bad key
   */
  public static WorkerSettings from(Config root) {
    var block = new Block(root, "fractal.kernel.workers.");
    return new WorkerSettings(
        block.number("count", 1, 64),
        block.bytes("memory", 256L << 20, 1L << 40),
        block.bytes("heap", 64L << 20, 1L << 36),
        root.getBoolean(block.root() + "spare"),
        block.number("roomier", 1, 16),
        block.positive("answer-within"),
        block.bytes("inputs", 1L << 20, 1L << 44),
        block.oneOf("wrap", Wrap.class));
  }
}
