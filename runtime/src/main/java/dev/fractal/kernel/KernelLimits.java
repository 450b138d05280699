package dev.fractal.kernel;

import java.time.Duration;

/**
 * Limits of one cell, fresh for every cell and not liftable by guest code.
 *
 * @param cpuTime CPU time of the cell over all its slices; waiting for the host does not count
 * @param statements statements executed; 0 for no limit
 * @param allocation bytes allocated by the cell's thread
 * @param output UTF-16 units printed, value stub included
 * @param hostCalls host calls that may be pending at once
 * @param fanOut child sessions that one call may ask for
 * @param stringLength UTF-16 units of one string
 */
public record KernelLimits(
    Duration cpuTime,
    long statements,
    long allocation,
    int output,
    int hostCalls,
    int fanOut,
    int stringLength) {}
