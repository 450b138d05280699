package dev.fractal.toolset.mcp;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How a tool server is started and how long it is waited for.
 *
 * @param words the program and its arguments
 * @param env its environment beside PATH, HOME and the like; nothing else is inherited
 * @param start time until it has told what it offers
 * @param deadline time of one call
 */
public record McpCommand(
    List<String> words, Map<String, String> env, Duration start, Duration deadline) {
  public McpCommand {
    words = List.copyOf(words);
    env = Map.copyOf(env);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("the command of a tool server names a program");
    }
  }
}
