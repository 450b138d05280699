package dev.fractal.persistence.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/**
 * The file {@code node.json} of a store's directory, which says where the node that has the store
 * is reached. It is there while the node runs; one that a killed node left is overlooked.
 */
public final class NodeFile {
  private static final String NAME = "node.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final URI http;

  private NodeFile(Path file, URI http) {
    this.file = file;
    this.http = http;
  }

  /** Says where this process is reached. */
  public static NodeFile write(Path directory, URI http) {
    var file = directory.resolve(NAME);
    var document = JSON.createObjectNode();
    var own = ProcessHandle.current();
    document.put("pid", own.pid()).put("started", started(own)).put("http", http.toString());
    try {
      var whole = Files.writeString(directory.resolve(NAME + ".new"), document + "\n");
      Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new NodeFile(file, http);
  }

  /** The node that has the store, if one runs and says where. */
  public static Optional<NodeFile> read(Path directory) {
    var file = directory.resolve(NAME);
    try {
      var document = JSON.readTree(Files.readString(file));
      var alive =
          ProcessHandle.of(document.path("pid").asLong())
              .filter(ProcessHandle::isAlive)
              .filter(process -> started(process) == document.path("started").asLong())
              .isPresent();
      return alive
          ? Optional.of(new NodeFile(file, URI.create(document.path("http").asText())))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Milliseconds since 1970; another process with the same number has another time. */
  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  public URI http() {
    return http;
  }

  public void remove() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
