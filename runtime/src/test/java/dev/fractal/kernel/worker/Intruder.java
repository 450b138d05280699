package dev.fractal.kernel.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** What native code in a worker would try: run as its program, it prints what it could do. */
final class Intruder {
  static final String DONE = "done";

  private Intruder() {}

  /**
   * Tries everything, or nothing for ever when there are no arguments.
   *
   * @param arguments a port on which somebody listens, a file, the pid of the node, a directory,
   *     the niceness of the node
   */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length == 0) {
      System.out.println(ProcessHandle.current().pid());
      Thread.currentThread().join();
    }
    int port = Integer.parseInt(arguments[0]);
    attempt("socket", () -> connected(port));
    attempt("file", () -> !Files.readString(Path.of(arguments[1])).isEmpty());
    attempt("process", () -> sees(arguments[2]));
    attempt("environment", () -> !new TreeSet<>(System.getenv().keySet()).equals(allowed()));
    attempt("signal", () -> signalled(arguments[2]));
    attempt("directory", () -> Files.writeString(Path.of(arguments[3], "left"), "x") != null);
    attempt("temporary file", Intruder::writesTemporaryFile);
    attempt("devices", () -> Files.exists(Path.of("/dev/tty")) || Files.exists(Path.of("/sys")));
    attempt("priority", () -> niceness() <= Integer.parseInt(arguments[4]));
    attempt("root", () -> Files.getOwner(Path.of("/proc/self")).getName().equals("root"));
  }

  /** That of this process: who has a lower one comes first. */
  static int niceness() throws IOException {
    var stat = Files.readString(Path.of("/proc/self/stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[16]);
  }

  private static Set<String> allowed() {
    return Set.of("TZ", "LC_ALL");
  }

  private static boolean connected(int port) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    }
  }

  /** Whether it is the node that has this pid here: in a process namespace it may be another. */
  private static boolean sees(String node) throws IOException {
    return Files.readString(Path.of("/proc", node, "cmdline")).contains("junit")
        || Files.readString(Path.of("/proc", node, "cmdline")).contains("surefire");
  }

  private static boolean signalled(String node) throws IOException, InterruptedException {
    return new ProcessBuilder("/bin/sh", "-c", "kill -0 " + node).start().waitFor() == 0
        && sees(node);
  }

  private static boolean writesTemporaryFile() throws IOException {
    Path file = Files.createTempFile("left", null);
    try {
      return Files.size(Files.writeString(file, "x")) > 0;
    } finally {
      Files.delete(file);
    }
  }

  private static void attempt(String what, Callable<Boolean> deed) {
    String outcome;
    try {
      outcome = deed.call() ? DONE : "nothing";
    } catch (Exception e) {
      outcome = "refused " + e.getClass().getSimpleName();
    }
    System.out.println(what + ": " + outcome);
  }
}
