package dev.fractal.model.stub;

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

/** Writes the stub server's replies in a format. */
record StubResponse(StubFormat format, OutputStream out, Socket socket, CountDownLatch gone) {
  /** Sends a reply; false if the client went away before it was out. */
  boolean send(StubReply reply) {
    try {
      return switch (reply) {
        case StubReply.Stream stream -> !goneWithin(stream.delay()) && stream(stream);
        case StubReply.Status(var code, var headers, var message, var delay) ->
            !goneWithin(delay) && whole(out, code, headers, format.error(code, message));
        case StubReply.Body(var code, var body) -> whole(out, code, Map.of(), body);
        case StubReply.Recorded(var stream) -> ended(() -> chunk(stream));
        case StubReply.Then(var text, var json) ->
            ended(
                () -> {
                  words(text, Optional.empty());
                  chunk(format.event(json));
                });
        case StubReply.EndEarly(var text) -> ended(() -> words(text, Optional.empty()));
        case StubReply.Drop(var text) -> {
          start();
          words(text, Optional.empty());
          socket.close();
          yield true;
        }
        case StubReply.Hang(var text) -> {
          if (!text.isEmpty()) {
            start();
            words(text, Optional.empty());
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

  private boolean goneWithin(Duration delay) throws InterruptedException {
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

  private boolean stream(StubReply.Stream reply) throws IOException {
    var usage = reply.usage().map(Json::object);
    return ended(
        () -> {
          words(reply.text(), usage);
          for (String event : format.closing(usage, reply.reason())) {
            chunk(event);
          }
        });
  }

  /** What is written between the beginning and the proper end of a response. */
  private interface Written {
    void write() throws IOException;
  }

  private boolean ended(Written events) throws IOException {
    start();
    events.write();
    out.write("0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
    return true;
  }

  private void start() throws IOException {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: "
            + format.contentType()
            + "\r\nTransfer-Encoding: chunked\r\n\r\n";
    out.write(head.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void words(String text, Optional<ObjectNode> usage) throws IOException {
    for (String event : format.opening(usage)) {
      chunk(event);
    }
    for (String word : text.split("(?<= )", -1)) {
      chunk(format.piece(word));
    }
  }

  private void chunk(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.UTF_8));
    out.write(bytes);
    out.write("\r\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
