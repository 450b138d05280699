package dev.fractal.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.NotYetConnectedException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections from many loopback addresses that send something, take no answer and come again when
 * they are hung up on. Used by one thread.
 */
final class Crowd implements AutoCloseable {
  private static final int ADDRESSES = 200;
  private static final int FIRST_ADDRESS = 10;
  private static final int TAKEN = 512;

  /** So many come again at a time: to be hung up on should cost them something. */
  private static final int RETURNING = 10;

  private final int port;
  private final ByteBuffer said;
  private final boolean reads;
  private final List<SocketChannel> members = new ArrayList<>();
  private int returns;

  /**
   * A crowd.
   *
   * @param said what each of them sends, as far as it is taken at once
   * @param reads whether they take what they get, as whoever waits for an answer does
   */
  Crowd(int port, String said, boolean reads) {
    this.port = port;
    this.said = ByteBuffer.wrap(said.getBytes(US_ASCII));
    this.reads = reads;
  }

  Crowd of(int size) {
    for (int i = 0; i < size; i++) {
      members.add(joined(i));
    }
    return this;
  }

  private SocketChannel joined(int number) {
    try {
      var channel = SocketChannel.open();
      var own = new byte[] {127, 0, 0, (byte) (FIRST_ADDRESS + number % ADDRESSES)};
      channel.setOption(StandardSocketOptions.SO_RCVBUF, TAKEN);
      channel.bind(new InetSocketAddress(InetAddress.getByAddress(own), 0));
      channel.configureBlocking(false);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Says what is to be said, and has those that were hung up on come again. */
  void goOn() {
    int again = 0;
    for (int i = 0; i < members.size(); i++) {
      if (!stays(members.get(i)) && again++ < RETURNING) {
        shut(members.get(i));
        members.set(i, joined(i));
        returns++;
      }
    }
  }

  /** How often one of them came again. */
  int returns() {
    return returns;
  }

  private boolean stays(SocketChannel member) {
    try {
      if (!member.isConnected()) {
        if (!member.finishConnect()) {
          return true;
        }
        member.write(said.duplicate());
      }
      return !reads || member.read(ByteBuffer.allocate(TAKEN)) >= 0;
    } catch (IOException | NotYetConnectedException e) {
      return false;
    }
  }

  private static void shut(SocketChannel member) {
    try {
      member.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    members.forEach(Crowd::shut);
  }
}
