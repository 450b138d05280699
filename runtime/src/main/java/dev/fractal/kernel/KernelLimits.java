package dev.fractal.kernel;

import java.time.Duration;

/**
 * Limits of one cell, fresh for every cell and not liftable by guest code.
 *
 * @param cpuTime CPU time of the cell over all its slices; waiting for the host does not count
 * @param heap bytes that the session's variables and the cell hold; garbage does not count
 * @param buffers bytes of array buffers that are held, beside the heap
 * @param output UTF-16 units printed, value stub included
 * @param hostCalls host calls that may be pending at once
 * @param fanOut child sessions that one call may ask for
 * @param stringLength UTF-16 units of one string that enters or leaves a cell
 * @param replayFactor how many times the CPU time a replayed cell and a restore have
 */
public record KernelLimits(
    Duration cpuTime,
    long heap,
    long buffers,
    int output,
    int hostCalls,
    int fanOut,
    int stringLength,
    int replayFactor) {

  /** The limits of a cell that is evaluated again: what passed once may take longer now. */
  public KernelLimits ofReplay() {
    return new KernelLimits(
        cpuTime.multipliedBy(replayFactor),
        heap,
        buffers,
        output,
        hostCalls,
        fanOut,
        stringLength,
        replayFactor);
  }
}
