package dev.fractal.protocol.event;

import dev.fractal.protocol.Content;

/**
 * A call from a cell into the runtime.
 *
 * @param call number of the call in its cell, from 0
 * @param function model-facing name, e.g. {@code lm}
 * @param arguments JSON array
 */
public record HostCall(int call, String function, Content arguments) {}
