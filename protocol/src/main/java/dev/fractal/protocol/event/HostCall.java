package dev.fractal.protocol.event;

import dev.fractal.protocol.Content;

/**
 * A call from a cell into the runtime.
 *
 * @param call number of the call in its cell, from 0, in the order in which its code made them
 * @param function model-facing name, e.g. {@code lm}
 * @param arguments JSON array
 * @param promise number of the first call of those that settle one promise together
 */
public record HostCall(int call, String function, Content arguments, int promise) {
  /** A call with a promise of its own. */
  public HostCall(int call, String function, Content arguments) {
    this(call, function, arguments, call);
  }
}
