package dev.fractal.kernel.worker;

import dev.fractal.kernel.v8.V8Library;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node's directory for its workers: inputs, V8's library when it lies nowhere else, and what
 * shuts workers off. It goes with the node; what a killed node left goes at the next start.
 */
final class WorkerPlace implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerPlace.class);
  private static final String PREFIX = "fractal-node-";

  /** A process and a time, as they stand behind the prefix. */
  private static final Pattern NAME = Pattern.compile("([0-9]{1,18})-[0-9]+");

  /** Inputs are nobody else's; what shuts workers off shows them theirs. */
  private static final FileAttribute<?>[] OWN =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
          }
          : new FileAttribute<?>[0];

  private final Path directory;
  private final InputCopies inputs;
  private final Wrapping wrapping;
  private final List<String> options = new ArrayList<>();

  static WorkerPlace made(String engine, WorkerSettings settings) {
    try {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      clear(temporary);
      Path directory =
          Files.createDirectory(
              temporary.resolve(PREFIX + ProcessHandle.current().pid() + "-" + System.nanoTime()),
              OWN);
      return new WorkerPlace(directory, engine, settings);
    } catch (IOException e) {
      throw new UncheckedIOException("workers have no directory", e);
    }
  }

  private WorkerPlace(Path directory, String engine, WorkerSettings settings) throws IOException {
    this.directory = directory;
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
    Path copies = Files.createDirectory(directory.resolve("inputs"));
    inputs = new InputCopies(copies, settings.inputs());
    var readable = new ArrayList<Path>();
    readable.add(WorkerProgram.java());
    WorkerProgram.classPath(engine).forEach(place -> readable.add(Path.of(place)));
    readable.add(copies);
    if (engine.equals("v8")) {
      Path library = library();
      readable.add(library);
      options.add("-D" + V8Library.DIRECTORY + "=" + library);
      Path cache = library.resolve(WorkerTraining.CACHE);
      if (Files.isReadable(cache)) {
        options.add("-XX:AOTCache=" + cache);
      }
    }
    wrapping = Wrapping.probed(settings.wrap(), directory, readable);
  }

  private Path library() {
    String given = System.getProperty(V8Library.DIRECTORY);
    if (given != null) {
      return Path.of(given).toAbsolutePath();
    }
    Path unpacked = directory.resolve("v8");
    V8Library.unpack(unpacked);
    return unpacked;
  }

  InputCopies inputs() {
    return inputs;
  }

  Wrapping wrapping() {
    return wrapping;
  }

  /** Options of the virtual machines of its workers. */
  List<String> options() {
    return options;
  }

  /** Removes what nodes left that live no more; others that start do the same. */
  static void clear(Path temporary) {
    try (Stream<Path> all = Files.list(temporary)) {
      all.filter(path -> path.getFileName().toString().startsWith(PREFIX))
          .filter(path -> !lives(path.getFileName().toString().substring(PREFIX.length())))
          .forEach(WorkerPlace::remove);
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("what dead nodes left in {} is not removed: {}", temporary, e.toString());
    }
  }

  /** What has no name that a node gives is somebody else's and stays. */
  private static boolean lives(String rest) {
    var name = NAME.matcher(rest);
    return !name.matches()
        || ProcessHandle.of(Long.parseLong(name.group(1)))
            .map(ProcessHandle::isAlive)
            .orElse(false);
  }

  /** What is gone meanwhile was removed by somebody else. */
  static void remove(Path directory) {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("{} is not removed: {}", directory, e.toString());
    }
  }

  @Override
  public void close() {
    remove(directory);
  }
}
