package dev.fractal.gate;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a host name. */
public interface NameLookup {
  List<InetAddress> addresses(String host) throws UnknownHostException;

  /** The machine's own resolver, with the cache that the JDK's HTTP client uses too. */
  static NameLookup system() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
