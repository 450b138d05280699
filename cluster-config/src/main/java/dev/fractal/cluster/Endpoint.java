package dev.fractal.cluster;

import com.typesafe.config.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Where other nodes reach this one. It is known before the actor system starts, for the journal's
 * connections carry the incarnation that is registered with it.
 */
record Endpoint(String host, int port) {
  private static final String ARTERY = "pekko.remote.artery.";

  Endpoint {
    if (port == 0) {
      throw new IllegalArgumentException(
          ARTERY
              + "canonical.port is 0; give a node of a cluster a fixed port, so that others"
              + " find it again");
    }
  }

  static Endpoint canonical(Config whole) {
    return new Endpoint(
        resolved(whole.getString(ARTERY + "canonical.hostname")),
        whole.getInt(ARTERY + "canonical.port"));
  }

  /** What the node listens on, which may be behind an address translation. */
  static Endpoint bound(Config whole, Endpoint canonical) {
    var host = whole.getString(ARTERY + "bind.hostname");
    var port = whole.getString(ARTERY + "bind.port");
    return new Endpoint(
        host.isEmpty() ? canonical.host() : resolved(host),
        port.isEmpty() ? canonical.port() : Integer.parseInt(port));
  }

  private static String resolved(String host) {
    try {
      return switch (host) {
        case "<getHostAddress>" -> InetAddress.getLocalHost().getHostAddress();
        case "<getHostName>" -> InetAddress.getLocalHost().getHostName();
        default -> host;
      };
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          ARTERY + "canonical.hostname is " + host + " but this host has no address; set it", e);
    }
  }

  /** A registration at an address ends the one before it: so nobody else may listen there. */
  void requireFree() {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "cannot listen on "
              + this
              + ": "
              + e.getMessage()
              + "; stop what runs there or choose"
              + " another "
              + ARTERY
              + "canonical.port",
          e);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
