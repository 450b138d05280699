package dev.fractal.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A running command line; closing it ends it. */
final class FractalProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final Path scratch;

  FractalProcess(Process process, Path scratch) {
    this.process = process;
    this.scratch = scratch;
  }

  long pid() {
    return process.pid();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** SIGKILL, which no process can handle. */
  void kill() {
    process.destroyForcibly();
  }

  /** SIGKILL for its worker processes, the only ones that it starts; gives how many there were. */
  int killWorkers() {
    var workers = process.descendants().toList();
    workers.forEach(ProcessHandle::destroyForcibly);
    return workers.size();
  }

  /** SIGTERM, which reaches it also where its parents ignore SIGINT. */
  void terminate() {
    process.destroy();
  }

  /** SIGINT, what Ctrl-C sends. */
  void interrupt() {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Ended await() {
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the process did not end: " + text("out") + text("err"));
      }
      return new Ended(process.exitValue(), text("out"), text("err"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it has said so far of what it does. */
  String err() {
    return text("err");
  }

  private String text(String stream) {
    try {
      return Files.readString(scratch.resolve(stream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
      Files.deleteIfExists(scratch.resolve("out"));
      Files.deleteIfExists(scratch.resolve("err"));
      Files.deleteIfExists(scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
