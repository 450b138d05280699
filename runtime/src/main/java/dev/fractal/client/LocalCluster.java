package dev.fractal.client;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A cluster of node processes on this machine, kept in a data directory. Every method blocks until
 * what it does is done, within a bounded time, and throws an exception of this project with one
 * sentence otherwise.
 */
public interface LocalCluster {
  /**
   * What a cluster is to be.
   *
   * @param nodes how many processes, 1 to 16
   * @param postgres JDBC address with user and password as parameters; empty: a PostgreSQL is
   *     started beside the nodes
   * @param config a configuration file that all nodes read
   * @param heap the most memory for the heap of a node, e.g. {@code 512m}
   */
  record Plan(int nodes, Optional<String> postgres, Optional<Path> config, String heap) {}

  /**
   * A node as it is seen from outside.
   *
   * @param number 1 or more
   * @param pid 0 when no process runs
   * @param address where the other nodes reach it
   * @param state {@code down}, {@code starting}, {@code joining}, {@code member} or {@code leaving}
   * @param sessions sessions that are awake on it
   */
  record Member(int number, long pid, String address, String state, int sessions, Path log) {}

  /**
   * A cluster.
   *
   * @param database its address, without the password
   */
  record Overview(String database, boolean reachable, List<Member> members) {}

  /** Starts what does not run yet and waits until all nodes are members. */
  Overview up(Plan plan, Consumer<String> progress);

  Overview status();

  /** Starts a node that was stopped or killed. */
  Overview start(int number, Consumer<String> progress);

  /** Ends a node's process at once, as a crash does. */
  Overview kill(int number);

  /** Asks a node's process to end, as an operating system does, and waits until it has. */
  Overview stop(int number, Consumer<String> progress);

  /** Has a node hand over its sessions and leave; says how many it still has. */
  Overview drain(int number, Consumer<String> progress);

  /** Stops all nodes, and the database if it was started with them. What is stored stays. */
  Overview down(Consumer<String> progress);
}
