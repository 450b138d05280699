package dev.fractal.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * How busy this process's just-in-time compilers are. While they are, they take the processor from
 * what is measured, and what is measured still becomes faster.
 */
final class Compilers {
  /** They rest when they take less than this part of the time that passes. */
  private static final double REST = 0.1;

  private static final double NANOS_PER_MILLI = 1e6;

  private final CompilationMXBean bean = ManagementFactory.getCompilationMXBean();
  private long compiled = bean.getTotalCompilationTime();
  private long since = System.nanoTime();

  /** Whether they have rested since the last call, or since the beginning. */
  boolean haveRested() {
    long before = compiled;
    long then = since;
    compiled = bean.getTotalCompilationTime();
    since = System.nanoTime();
    return (compiled - before) * NANOS_PER_MILLI < REST * (since - then);
  }
}
