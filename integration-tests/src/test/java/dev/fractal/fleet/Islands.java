package dev.fractal.fleet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Network namespaces that are joined by a bridge, one for each node. What runs in them has an
 * address of its own; this machine has two on the bridge, one for clients and one for services.
 */
final class Islands implements AutoCloseable {
  private static final int CLIENT = 250;
  private static final int SERVICES = 251;

  private static final AtomicInteger MADE = new AtomicInteger();

  private final String name =
      "fr" + ProcessHandle.current().pid() + (char) ('a' + MADE.getAndIncrement());
  private final String network = "198.18." + ProcessHandle.current().pid() % 256 + ".";
  private final int count;

  private Islands(int count) {
    this.count = count;
  }

  /** Makes them, or fails with one sentence. */
  static Islands make(int count) {
    var islands = new Islands(count);
    try {
      islands.build();
    } catch (RuntimeException | AssertionError e) {
      islands.close();
      throw new AssertionError(
          "this test makes network namespaces: run it as root on Linux with iproute2 ("
              + e.getMessage()
              + ")",
          e);
    }
    return islands;
  }

  private void build() {
    ip("link", "add", bridge(), "type", "bridge");
    ip("addr", "add", client() + "/24", "dev", bridge());
    ip("addr", "add", services() + "/24", "dev", bridge());
    ip("link", "set", bridge(), "up");
    for (int number = 1; number <= count; number++) {
      ip("netns", "add", namespace(number));
      ip("link", "add", port(number), "type", "veth", "peer", "eth0", "netns", namespace(number));
      ip("link", "set", port(number), "master", bridge(), "up");
      inside(number, "addr", "add", address(number) + "/24", "dev", "eth0");
      inside(number, "link", "set", "eth0", "up");
      inside(number, "link", "set", "lo", "up");
    }
  }

  /** Words that run a command line in a namespace, in the process that they start. */
  List<String> launcher(int number) {
    return List.of("ip", "netns", "exec", namespace(number));
  }

  String address(int number) {
    return network + number;
  }

  String client() {
    return network + CLIENT;
  }

  String services() {
    return network + SERVICES;
  }

  String everything() {
    return network + "0/24";
  }

  /** Pulls the plug of a namespace. */
  void isolate(int number) {
    ip("link", "set", port(number), "down");
  }

  void rejoin(int number) {
    ip("link", "set", port(number), "up");
  }

  /** From now on nothing that is sent from a namespace to an address arrives. */
  void lose(int from, String to) {
    inside(from, "route", "add", "blackhole", to + "/32");
  }

  void find(int from, String to) {
    inside(from, "route", "del", "blackhole", to + "/32");
  }

  private String bridge() {
    return name + "b";
  }

  private String namespace(int number) {
    return name + "n" + number;
  }

  private String port(int number) {
    return name + "p" + number;
  }

  private void inside(int number, String... words) {
    var all = new ArrayList<>(List.of("-n", namespace(number)));
    all.addAll(List.of(words));
    ip(all.toArray(String[]::new));
  }

  private static void ip(String... words) {
    var command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words));
    try {
      var process = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + said.strip());
      }
    } catch (IOException e) {
      throw new AssertionError(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Removes what is there of them. */
  @Override
  public void close() {
    for (int number = 1; number <= count; number++) {
      removed("link", "del", port(number));
      removed("netns", "del", namespace(number));
    }
    removed("link", "del", bridge());
  }

  private static void removed(String... words) {
    try {
      ip(words);
    } catch (AssertionError e) {
      System.out.println("islands: " + e.getMessage());
    }
  }
}
