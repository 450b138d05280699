package dev.fractal.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An OpenAI-compatible model that says half of its reply and is silent until it may go on. */
record HeldModel(HttpServer server, ExecutorService threads, CountDownLatch told)
    implements AutoCloseable {
  static final String FIRST_HALF = "Let me think: <b>six</b> times ";

  private static final String SECOND_HALF = "seven.\\n```js\\nFINAL(6 * 7)\\n```";

  static HeldModel start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    var model = new HeldModel(server, threads, new CountDownLatch(1));
    server.setExecutor(threads);
    server.createContext("/", model::answer);
    server.start();
    return model;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  /** Lets it say the rest. */
  void goOn() {
    told.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
      exchange.sendResponseHeaders(200, 0);
      send(exchange, piece(FIRST_HALF, "null"));
      told.await();
      send(exchange, piece(SECOND_HALF, "null"));
      send(exchange, piece("", "\"stop\""));
      send(exchange, "[DONE]");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String piece(String content, String finish) {
    return """
    {"id":"held","object":"chat.completion.chunk","created":1,"model":"held",\
    "choices":[{"index":0,"delta":{"role":"assistant","content":"%s"},"finish_reason":%s}]}\
    """
        .formatted(content, finish);
  }

  private static void send(HttpExchange exchange, String data) throws IOException {
    exchange.getResponseBody().write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
