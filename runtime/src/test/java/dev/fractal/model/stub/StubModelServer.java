package dev.fractal.model.stub;

import dev.fractal.model.playbook.Playbook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A model server on the loopback interface that speaks one provider's format, does what a function
 * says and counts the requests it received, those included whose client vanished. {@code GET
 * /count} answers {@code {total, byKey, inFlight, dropped}}; {@code GET /count?dropped=1} waits up
 * to 10 seconds until the number is reached (likewise {@code total} and {@code inFlight}).
 */
public final class StubModelServer implements AutoCloseable {
  private static final StubFormat FORMAT = StubFormat.OPENAI;

  private final ServerSocket listener;
  private final StubFormat format;
  private final Function<StubRequest, StubReply> behaviour;
  private final StubCounts counts = new StubCounts();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  private StubModelServer(int port, StubFormat format, Function<StubRequest, StubReply> behaviour) {
    this.format = format;
    this.behaviour = behaviour;
    try {
      this.listener = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An OpenAI server that answers each newest user message with a text, without usage. */
  public static StubModelServer answering(UnaryOperator<String> answer) {
    return running(StubFormat.OPENAI, answer);
  }

  /** The same in a provider's format. */
  public static StubModelServer running(StubFormat format, UnaryOperator<String> answer) {
    return doing(format, request -> StubReply.text(answer.apply(request.newest())));
  }

  /** A running server that does what a function says. */
  public static StubModelServer doing(
      StubFormat format, Function<StubRequest, StubReply> behaviour) {
    return new StubModelServer(0, format, behaviour).start();
  }

  /** A running server that answers as a playbook says. */
  public static StubModelServer playing(StubFormat format, Playbook playbook) {
    return doing(format, new ScriptedStub(format, playbook));
  }

  /**
   * Runs a server as a process until its parent process ends. Arguments: a port, 0 for any free
   * one, and a playbook to answer from. The first line on standard output is the port.
   */
  public static void main(String[] arguments) throws InterruptedException {
    int port = Integer.parseInt(arguments[0]);
    Playbook playbook = Playbook.read(Path.of(arguments[1]));
    StubModelServer server =
        new StubModelServer(port, FORMAT, new ScriptedStub(FORMAT, playbook)).start();
    System.out.println(server.port());
    System.out.flush();
    CountDownLatch ended = new CountDownLatch(1);
    var _ =
        ProcessHandle.current()
            .parent()
            .map(ProcessHandle::onExit)
            .orElseThrow()
            .thenRun(ended::countDown);
    ended.await();
    System.exit(0);
  }

  private StubModelServer start() {
    Thread.ofVirtual().name("stub-accept").start(this::accept);
    return this;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofVirtual()
            .name("stub-connection")
            .start(
                () -> {
                  new StubConnection(socket, this).run();
                  sockets.remove(socket);
                });
      }
    } catch (IOException closed) {
      // The server was closed.
    }
  }

  StubReply reply(StubRequest request) {
    return behaviour.apply(request);
  }

  StubFormat format() {
    return format;
  }

  public StubCounts counts() {
    return counts;
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The base URL to configure for OpenAI, whose version is a part of it. */
  public URI url() {
    return URI.create(root() + "/v1");
  }

  /** The base URL to configure for the others. */
  public URI root() {
    return URI.create("http://127.0.0.1:" + port());
  }

  /** Connections that are open now. */
  int connections() {
    return sockets.size();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
