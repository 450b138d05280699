package dev.fractal.toolset.mcp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A small tool server on standard input and output, started by tests as a process. */
public final class ProbeServer {
  private static final Map<String, Object> SCHEMA =
      Map.of(
          "type",
          "object",
          "properties",
          Map.of("text", Map.of("type", "string")),
          "required",
          List.of("text"));

  private ProbeServer() {}

  /** The command that starts it, with this process's class path. */
  public static List<String> command() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx64m",
        "-cp",
        System.getProperty("java.class.path"),
        ProbeServer.class.getName());
  }

  /** Serves until its input ends. */
  public static void main(String[] words) throws InterruptedException {
    var mapper = new JacksonMcpJsonMapper(new JsonMapper());
    var _ =
        McpServer.sync(new StdioServerTransportProvider(mapper))
            .serverInfo("probe", "1")
            .jsonMapper(mapper)
            .jsonSchemaValidator((_, _) -> ValidationResponse.asValid(""))
            .capabilities(ServerCapabilities.builder().tools(false).build())
            .tools(
                tool("echo", "Gives the text back."),
                tool("fail", "Fails."),
                tool("wait", "Never answers."),
                tool("env", "Gives a variable of the environment."),
                tool("facts", "Gives an object."),
                tool("die", "Ends the server."))
            .build();
    new CountDownLatch(1).await();
  }

  private static SyncToolSpecification tool(String name, String doc) {
    return new SyncToolSpecification(
        Tool.builder(name, SCHEMA).description(doc).build(), (_, request) -> call(request));
  }

  private static CallToolResult call(CallToolRequest request) {
    var text = String.valueOf(request.arguments().get("text"));
    return switch (request.name()) {
      case "echo" -> text(text, false);
      case "env" -> text(String.valueOf(System.getenv(text)), false);
      case "facts" ->
          CallToolResult.builder(List.of()).structuredContent(Map.of("b", 1, "a", text)).build();
      case "die" -> ended();
      case "wait" -> forever();
      default -> text(text + " cannot be done", true);
    };
  }

  private static CallToolResult text(String text, boolean error) {
    return CallToolResult.builder(List.of(TextContent.builder(text).build()))
        .isError(error)
        .build();
  }

  private static CallToolResult ended() {
    Runtime.getRuntime().halt(3);
    return text("", true);
  }

  private static CallToolResult forever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return text("", true);
  }
}
