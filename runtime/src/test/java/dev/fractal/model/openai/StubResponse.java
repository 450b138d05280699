package dev.fractal.model.openai;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Writes the stub server's replies. */
final class StubResponse {
  private static final JsonMapper JSON = new JsonMapper();

  private StubResponse() {}

  /** Sends a reply; false if the client went away before it was out. */
  static boolean send(StubReply reply, OutputStream out, Socket socket, CountDownLatch gone) {
    try {
      return switch (reply) {
        case StubReply.Stream(var text, var usage, var delay) ->
            !goneWithin(gone, delay) && stream(out, text, usage);
        case StubReply.Status(var code, var headers, var body, var delay) ->
            !goneWithin(gone, delay) && whole(out, code, headers, body);
        case StubReply.EndEarly(var text) -> {
          start(out);
          words(out, text);
          end(out);
          yield true;
        }
        case StubReply.Drop(var text) -> {
          start(out);
          words(out, text);
          socket.close();
          yield true;
        }
        case StubReply.Hang(var text) -> {
          if (!text.isEmpty()) {
            start(out);
            words(out, text);
          }
          gone.await();
          yield false;
        }
      };
    } catch (IOException clientGone) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean goneWithin(CountDownLatch gone, Duration delay)
      throws InterruptedException {
    return gone.await(delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  static boolean whole(OutputStream out, int code, Map<String, String> headers, String body)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + code + " Stub\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    head.append("Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.UTF_8));
    out.write(bytes);
    out.flush();
    return true;
  }

  private static boolean stream(OutputStream out, String text, Optional<String> usage)
      throws IOException {
    start(out);
    words(out, text);
    event(out, "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
    if (usage.isPresent()) {
      event(out, "{\"choices\":[],\"usage\":" + usage.get() + "}");
    }
    chunk(out, "data: [DONE]\n\n");
    end(out);
    return true;
  }

  private static void start(OutputStream out) throws IOException {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void words(OutputStream out, String text) throws IOException {
    for (String word : text.split("(?<= )", -1)) {
      ObjectNode choice = JSON.createObjectNode().put("index", 0);
      choice.putObject("delta").put("role", "assistant").put("content", word);
      choice.putNull("finish_reason");
      ObjectNode event = JSON.createObjectNode();
      event.putArray("choices").add(choice);
      event(out, event.toString());
    }
  }

  private static void event(OutputStream out, String json) throws IOException {
    String common =
        "{\"id\":\"stub\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"stub\",";
    chunk(out, "data: " + common + json.substring(1) + "\n\n");
  }

  private static void chunk(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.write(bytes);
    out.write("\r\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private static void end(OutputStream out) throws IOException {
    out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
