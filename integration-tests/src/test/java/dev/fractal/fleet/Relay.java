package dev.fractal.fleet;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Stands between clients and a server and passes on what they say: at once, late, not for now, or
 * not at all. Its switches work on the connections that are open and on new ones.
 */
final class Relay implements AutoCloseable {
  private static final int PIECE_BYTES = 16 * 1024;
  private static final long LOOK_AGAIN_NANOS = 5_000_000;

  private final ServerSocket door;
  private final Supplier<InetSocketAddress> server;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean paused;
  private volatile boolean cut;

  private Relay(ServerSocket door, Supplier<InetSocketAddress> server) {
    this.door = door;
    this.server = server;
  }

  /**
   * Listens on a free port of an address of this machine.
   *
   * @param server asked for at every connection: it may be known later, or move
   */
  static Relay open(String host, Supplier<InetSocketAddress> server) throws IOException {
    var relay = new Relay(new ServerSocket(0, 50, InetAddress.getByName(host)), server);
    Thread.ofVirtual().name("relay").start(relay::accept);
    return relay;
  }

  InetSocketAddress address() {
    return new InetSocketAddress(door.getInetAddress(), door.getLocalPort());
  }

  /** Each piece that passes, in either direction, does so this much later. */
  void delay(Duration each) {
    delay = each;
  }

  /** Connections stay open and new ones are taken, but nothing passes. */
  void pause() {
    paused = true;
  }

  void resume() {
    paused = false;
  }

  /** Ends all connections; new ones end at once. */
  void cut() {
    cut = true;
    open.forEach(Relay::close);
  }

  void mend() {
    cut = false;
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        connect(door.accept());
      } catch (IOException e) {
        // The door was closed, or the server is not there: the client sees a closed connection.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    var target = new Socket();
    open.add(client);
    open.add(target);
    try {
      target.connect(server.get());
      if (cut || door.isClosed()) {
        throw new IOException("the relay is cut");
      }
      client.setTcpNoDelay(true);
      target.setTcpNoDelay(true);
    } catch (IOException | RuntimeException e) {
      end(client, target);
      throw e;
    }
    Thread.ofVirtual().start(() -> pass(client, target));
    Thread.ofVirtual().start(() -> pass(target, client));
  }

  private void pass(Socket from, Socket to) {
    var piece = new byte[PIECE_BYTES];
    try {
      for (int size = from.getInputStream().read(piece); size >= 0; ) {
        hold();
        to.getOutputStream().write(piece, 0, size);
        size = from.getInputStream().read(piece);
      }
      hold();
      to.shutdownOutput();
    } catch (IOException e) {
      end(from, to);
    }
  }

  private void hold() {
    LockSupport.parkNanos(delay.toNanos());
    while (paused && !cut && !door.isClosed()) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
  }

  private void end(Socket one, Socket other) {
    close(one);
    close(other);
    open.remove(one);
    open.remove(other);
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed as far as this side is concerned.
    }
  }

  @Override
  public void close() {
    close(door);
    open.forEach(Relay::close);
  }
}
