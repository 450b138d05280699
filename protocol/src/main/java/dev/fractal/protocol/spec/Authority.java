package dev.fractal.protocol.spec;

import dev.fractal.protocol.capability.Capability;
import java.util.Map;

/**
 * What the code of a session may reach. It is fixed at the session's start, and a child's is at
 * most its parent's.
 *
 * @param profile the profile that it began as; overrides may have tightened the capability since
 * @param directory the working directory, absolute; empty when the session has none
 * @param toolsets stamp of every toolset that the session was started with, by namespace
 */
public record Authority(
    String profile, Capability capability, String directory, Map<String, String> toolsets) {
  public Authority {
    toolsets = Map.copyOf(toolsets);
  }

  /** The same place with another capability. */
  public Authority with(String label, Capability narrower) {
    return new Authority(label, narrower, directory, toolsets);
  }
}
