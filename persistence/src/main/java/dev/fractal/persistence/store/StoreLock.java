package dev.fractal.persistence.store;

import dev.fractal.persistence.database.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a store's directory: an operating-system lock on the file {@code lock}, which goes
 * away with its process however that ends. The file says who holds it.
 */
final class StoreLock {
  static final String FILE = "lock";
  private static final Duration POLL = Duration.ofMillis(50);

  private final FileChannel channel;
  private final FileLock lock;

  private StoreLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @param patience how long to wait for its holder to leave
   */
  static StoreLock acquire(Path directory, Duration patience) throws IOException {
    var file = directory.resolve(FILE);
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var lock = await(channel, patience);
      if (lock == null) {
        throw new StoreException(inUse(directory, file));
      }
      write(channel, holder());
      return new StoreLock(channel, lock);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock await(FileChannel channel, Duration patience)
      throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    var lock = attempt(channel);
    while (lock == null && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL.toNanos());
      lock = attempt(channel);
    }
    return lock;
  }

  private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String holder() {
    var process = ProcessHandle.current();
    var command =
        System.getProperty("sun.java.command", process.info().command().orElse("unknown command"));
    var since = process.info().startInstant().orElseGet(Instant::now);
    return process.pid() + "\n" + command + "\n" + since.truncatedTo(ChronoUnit.SECONDS) + "\n";
  }

  private static void write(FileChannel channel, String text) throws IOException {
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), 0);
  }

  private static String inUse(Path directory, Path file) throws IOException {
    var held = Files.readAllLines(file);
    return "the store in "
        + directory
        + " is in use by "
        + who(held)
        + NodeFile.read(directory)
            .map(node -> "; it is a node, ask it at " + node.http())
            .orElse("; stop it, or wait until it has ended");
  }

  private static String who(List<String> held) {
    return held.size() < 3
        ? "another process"
        : "process " + held.get(0) + " (" + held.get(1) + ") since " + held.get(2);
  }

  void release() {
    try (channel) {
      channel.truncate(0);
      lock.release();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
