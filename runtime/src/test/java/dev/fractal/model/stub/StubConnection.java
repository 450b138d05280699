package dev.fractal.model.stub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.net.Socket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * One connection to the stub server. One thread reads: while a reply is on its way it waits for the
 * next byte, and so notices at once when the client goes.
 */
final class StubConnection implements Runnable {
  private static final JsonMapper JSON = new JsonMapper();

  private final Socket socket;
  private final StubModelServer server;

  StubConnection(Socket socket, StubModelServer server) {
    this.socket = socket;
    this.server = server;
  }

  @Override
  public void run() {
    try (socket) {
      PushbackInputStream in = new PushbackInputStream(socket.getInputStream());
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        serve(line, in);
      }
    } catch (IOException gone) {
      // The client went away; the exchange that it left was told.
    }
  }

  private void serve(String requestLine, PushbackInputStream in) throws IOException {
    String[] words = requestLine.split(" ", 3);
    Map<String, String> headers = headers(in);
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new IOException("the client went away within its request");
    }
    JsonNode json = length == 0 ? MissingNode.getInstance() : JSON.readTree(body);
    OutputStream out = socket.getOutputStream();
    if (words[1].startsWith("/count")) {
      server.counts().awaitAsked(words[1]);
      StubResponse.whole(out, 200, Map.of(), server.counts().json());
      return;
    }
    String key = headers.getOrDefault("idempotency-key", "");
    int number = server.counts().arrived(key);
    String newest = server.format().newest(json);
    StubRequest request = new StubRequest(words[0], words[1], headers, json, newest, number);
    exchange(request, in, out);
  }

  private void exchange(StubRequest request, PushbackInputStream in, OutputStream out)
      throws IOException {
    CountDownLatch gone = new CountDownLatch(1);
    Thread reply =
        Thread.ofVirtual()
            .name("stub-reply")
            .start(
                () -> {
                  StubResponse response = new StubResponse(server.format(), out, socket, gone);
                  boolean whole = response.send(server.reply(request));
                  server.counts().ended(!whole);
                });
    try {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client went away");
      }
      in.unread(next);
    } finally {
      gone.countDown();
      join(reply);
    }
  }

  private static void join(Thread reply) throws IOException {
    try {
      reply.join();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }
}
