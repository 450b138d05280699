package dev.fractal.gate;

import dev.fractal.protocol.capability.Capability;
import java.nio.file.Path;

/**
 * Where a session's code acts and what it may do there. Both come from the session's actor.
 *
 * @param directory the working directory; it exists, and guest code cannot replace it
 */
public record Territory(Capability capability, Path directory) {}
