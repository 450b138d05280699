package dev.fractal.toolset.mcp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import dev.fractal.toolset.ToolFailure;
import dev.fractal.toolset.ToolSettings;
import dev.fractal.toolset.Toolset;
import dev.fractal.toolset.ToolsetUnusable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tool servers that the block {@code fractal.toolsets} names. */
public final class McpServers {
  private static final String ROOT = "fractal.toolsets";

  private McpServers() {}

  /**
   * Starts them; after a failure none is left running.
   *
   * @throws ToolsetUnusable with one sentence that names the toolset
   */
  public static List<Toolset> open(Config config) {
    var opened = new ArrayList<Toolset>();
    for (var namespace : config.getObject(ROOT).keySet()) {
      try {
        opened.add(new McpToolset(namespace, command(config, namespace)));
      } catch (ConfigException | ToolFailure | IllegalArgumentException e) {
        opened.forEach(Toolset::close);
        throw new ToolsetUnusable(
            "toolset '%s' cannot be started: %s; correct %s.%s or remove it"
                .formatted(namespace, e.getMessage(), ROOT, namespace));
      } catch (InterruptedException e) {
        opened.forEach(Toolset::close);
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while toolsets were started", e);
      }
    }
    return opened;
  }

  private static McpCommand command(Config config, String namespace) {
    var block = config.getConfig(ConfigUtil.joinPath("fractal", "toolsets", namespace, "mcp"));
    Map<String, String> env = new LinkedHashMap<>();
    if (block.hasPath("env")) {
      block
          .getObject("env")
          .forEach((name, value) -> env.put(name, String.valueOf(value.unwrapped())));
    }
    var settings = ToolSettings.from(config);
    return new McpCommand(
        block.getStringList("command"), env, settings.start(), settings.deadline());
  }
}
