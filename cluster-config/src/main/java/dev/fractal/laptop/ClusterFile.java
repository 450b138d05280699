package dev.fractal.laptop;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is kept of a local cluster between two commands.
 *
 * @param port of the PostgreSQL that was started with it, 0 for one from elsewhere
 * @param heap the most memory for the heap of a node
 * @param config a configuration file that all nodes read, or empty
 */
record ClusterFile(
    String url,
    String user,
    String password,
    int port,
    String heap,
    String config,
    List<Node> nodes) {
  private static final JsonMapper JSON = JsonMapper.builder().findAndAddModules().build();

  ClusterFile {
    nodes = List.copyOf(nodes);
  }

  /**
   * A node's place and its last process.
   *
   * @param pid 0 when none was started
   * @param started when the process was, in milliseconds since 1970: process ids come again
   */
  record Node(int number, ProcessPlace place, int port, int http, long pid, long started) {
    Node {
      Objects.requireNonNull(place, "place");
    }

    Node with(long newPid, long newStarted) {
      return new Node(number, place, port, http, newPid, newStarted);
    }

    /** Where the other nodes reach it. */
    String address() {
      return "pekko://fractal@" + place.host() + ":" + port;
    }

    /** The process, while it runs. */
    Optional<ProcessHandle> process() {
      return ProcessHandle.of(pid)
          .filter(ProcessHandle::isAlive)
          .filter(found -> started(found) == started);
    }

    static long started(ProcessHandle process) {
      return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
  }

  static Optional<ClusterFile> read(Path file) {
    try {
      return Files.exists(file)
          ? Optional.of(JSON.readValue(file.toFile(), ClusterFile.class))
          : Optional.empty();
    } catch (IOException e) {
      throw new LaptopException(
          file + " cannot be read (" + e.getMessage() + "); remove it to start afresh", e);
    }
  }

  void write(Path file) {
    try {
      LaptopFiles.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record is always writable", e);
    }
  }

  /** The address without what is secret. */
  String shownUrl() {
    return url.replaceFirst("\\?.*$", "");
  }

  ClusterFile with(Node changed) {
    return with(
        nodes.stream().map(node -> node.number() == changed.number() ? changed : node).toList());
  }

  ClusterFile with(List<Node> changed) {
    return new ClusterFile(url, user, password, port, heap, config, changed);
  }

  Node node(int number) {
    return nodes.stream()
        .filter(node -> node.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new LaptopException(
                    "there is no node %d; the cluster has %d".formatted(number, nodes.size())));
  }
}
