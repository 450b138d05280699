package dev.fractal.kernel.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Resident bytes of a process, where the system tells them. */
final class ResidentMemory {
  private static final Logger LOG = LoggerFactory.getLogger(ResidentMemory.class);
  private static final Pattern FIGURES = Pattern.compile("\\d+ (\\d+) ");
  private static final long PAGE = 4096;

  private final Path statm;
  private volatile long last;

  /** Of the virtual machine inside of what wraps it. */
  ResidentMemory(ProcessHandle outer) {
    statm = Path.of("/proc/" + innermost(outer).pid() + "/statm");
  }

  private static ProcessHandle innermost(ProcessHandle outer) {
    return outer.children().findFirst().map(ResidentMemory::innermost).orElse(outer);
  }

  /** What was read last. */
  long last() {
    return last;
  }

  /** What there is now, 0 where nobody tells. */
  long read() {
    try {
      Matcher figures = FIGURES.matcher(Files.readString(statm));
      last = figures.lookingAt() ? Long.parseLong(figures.group(1)) * PAGE : 0;
    } catch (IOException e) {
      LOG.trace("{} is gone or this system has none", statm);
      last = 0;
    }
    return last;
  }
}
