package dev.fractal.toolset.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.toolset.ToolFailure;
import dev.fractal.toolset.ToolFunction;
import dev.fractal.toolset.Toolset;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The tools of an MCP server as a toolset. The server is a child process on standard input and
 * output; one that has ended is started again by the next call, if it still offers the same.
 */
public final class McpToolset implements Toolset {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
  private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() {};

  private final String namespace;
  private final McpCommand command;
  private final Map<String, String> tools;
  private final List<ToolFunction> functions;
  private McpConnection connection;
  private boolean closed;

  /**
   * Starts the server.
   *
   * @throws ToolFailure with one sentence when it does not come up
   */
  public McpToolset(String namespace, McpCommand command) throws InterruptedException {
    this.namespace = namespace;
    this.command = command;
    this.connection = new McpConnection(command);
    this.functions = functions(connection.tools());
    this.tools =
        connection.tools().stream()
            .collect(Collectors.toMap(tool -> name(tool), Tool::name, (first, _) -> first));
  }

  private static List<ToolFunction> functions(List<Tool> tools) {
    return tools.stream()
        .map(
            tool ->
                new ToolFunction(
                    name(tool),
                    Objects.requireNonNullElse(tool.description(), ""),
                    json(Objects.requireNonNullElse(tool.inputSchema(), Map.of()))))
        .toList();
  }

  /** A tool's name as cells write it. */
  private static String name(Tool tool) {
    return tool.name().replaceAll("[^A-Za-z0-9_$-]", "_");
  }

  @Override
  public String namespace() {
    return namespace;
  }

  @Override
  public List<ToolFunction> functions() {
    return functions;
  }

  @Override
  public String call(String function, String arguments) throws InterruptedException {
    var tool = tools.get(function);
    if (tool == null) {
      throw new ToolFailure("there is no tool " + namespace + "." + function);
    }
    return value(live().call(tool, fields(arguments), command.deadline()));
  }

  private synchronized McpConnection live() throws InterruptedException {
    if (closed) {
      throw new ToolFailure("the toolset '" + namespace + "' is closed");
    }
    if (connection.isOver()) {
      connection.close();
      var again = new McpConnection(command);
      if (!functions(again.tools()).equals(functions)) {
        again.close();
        throw new ToolFailure(
            "the server of '" + namespace + "' offers other tools than before; restart the node");
      }
      connection = again;
    }
    return connection;
  }

  private static Map<String, Object> fields(String arguments) {
    try {
      return JSON.readValue(arguments, FIELDS);
    } catch (JsonProcessingException e) {
      throw new ToolFailure("a tool takes an object");
    }
  }

  /** What is structured as it is; one text as a text; anything else as the server's parts. */
  private static String value(CallToolResult result) {
    var content = Objects.requireNonNullElse(result.content(), List.<Object>of());
    if (Boolean.TRUE.equals(result.isError())) {
      throw new ToolFailure(
          content.stream()
              .map(part -> part instanceof TextContent text ? text.text() : json(part))
              .collect(Collectors.joining(" ")));
    }
    if (result.structuredContent() != null) {
      return json(result.structuredContent());
    }
    return content.size() == 1 && content.getFirst() instanceof TextContent text
        ? json(text.text())
        : json(content);
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new ToolFailure("what a tool server said cannot be read: " + e.getOriginalMessage());
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    connection.close();
  }
}
