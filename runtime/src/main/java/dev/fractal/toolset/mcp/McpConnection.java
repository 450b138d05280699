package dev.fractal.toolset.mcp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.toolset.ToolFailure;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** A running tool server. When its process ends, what it was asked for fails at once. */
final class McpConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(McpConnection.class);
  private static final Duration FAREWELL = Duration.ofSeconds(5);

  private final McpAsyncClient client;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final List<Tool> tools;

  /**
   * Starts the server and asks what it offers.
   *
   * @throws ToolFailure with one sentence when it does not come up
   */
  McpConnection(McpCommand command) throws InterruptedException {
    var transport = new ServerProcess(command);
    this.client =
        McpClient.async(transport)
            .clientInfo(Implementation.builder("fractal", "1").build())
            .initializationTimeout(command.start())
            .requestTimeout(command.start().plus(command.deadline()))
            .jsonSchemaValidator((_, _) -> ValidationResponse.asValid(""))
            .build();
    try {
      var _ = within(client.initialize().toFuture(), command.start());
      this.tools = within(client.listTools().toFuture(), command.start()).tools();
    } catch (ToolFailure | InterruptedException e) {
      close();
      throw e;
    }
  }

  /** The server's process: it sees the environment that it is given and no other. */
  private final class ServerProcess extends StdioClientTransport {
    ServerProcess(McpCommand command) {
      super(
          ServerParameters.builder(command.words().getFirst())
              .args(command.words().subList(1, command.words().size()))
              .env(command.env())
              .build(),
          new JacksonMcpJsonMapper(new JsonMapper()));
      setStdErrorHandler(line -> LOG.debug("tool server: {}", line));
    }

    @Override
    public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
      return super.connect(handler)
          .doOnError(ended::completeExceptionally)
          .doOnSuccess(_ -> Thread.ofVirtual().name("mcp-exit").start(this::watch));
    }

    private void watch() {
      try {
        awaitForExit();
      } finally {
        ended.complete(null);
      }
    }

    @Override
    protected ProcessBuilder getProcessBuilder() {
      var builder = new ProcessBuilder();
      builder.environment().clear();
      return builder;
    }
  }

  List<Tool> tools() {
    return tools;
  }

  boolean isOver() {
    return ended.isDone();
  }

  CallToolResult call(String tool, Map<String, Object> arguments, Duration deadline)
      throws InterruptedException {
    return within(
        client.callTool(CallToolRequest.builder(tool).arguments(arguments).build()).toFuture(),
        deadline);
  }

  /** Waits for an answer, the server's end or the deadline. */
  private <T> T within(CompletableFuture<T> answer, Duration deadline) throws InterruptedException {
    try {
      var _ =
          CompletableFuture.anyOf(answer, ended).get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (!answer.isDone()) {
        throw new ToolFailure("the tool server has ended; the next call starts it again");
      }
      return answer.get();
    } catch (ExecutionException e) {
      throw new ToolFailure("the tool server failed: " + line(e));
    } catch (TimeoutException e) {
      throw new ToolFailure(
          "the tool server did not answer within %d s".formatted(deadline.toSeconds()));
    } finally {
      answer.cancel(true);
    }
  }

  /** What lies at the bottom of it. */
  private static String line(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    var message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return message.lines().findFirst().orElse("");
  }

  @Override
  public void close() {
    try {
      client.closeGracefully().block(FAREWELL);
    } catch (RuntimeException e) {
      LOG.debug("a tool server did not end in time", e);
      client.close();
    }
  }
}
