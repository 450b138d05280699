package dev.fractal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that has closed itself to others, and one that has not. */
final class NodeMemoryTest {
  private static final String SECRET = "planted-4711";

  /** What a program of the same user reads of the process that started it. */
  public static final class Node {
    private Node() {}

    public static void main(String[] arguments) throws IOException {
      if (arguments[0].equals("hidden") && !NodeMemory.hidden()) {
        System.exit(2);
      }
      var reader =
          new ProcessBuilder("cat", "/proc/" + ProcessHandle.current().pid() + "/environ")
              .redirectErrorStream(true);
      reader.environment().clear();
      System.out.write(reader.start().getInputStream().readAllBytes());
      System.out.flush();
    }
  }

  private static String read(String how) throws IOException {
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      // One that may read everything is no user of whom anything can be kept.
      command.addAll(List.of("setpriv", "--inh-caps=-all", "--bounding-set=-all"));
    }
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Node.class.getName(),
            how));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("PLANTED", SECRET);
    return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void itsEnvironmentIsReadByNobodyOfTheSameUser() throws IOException {
    assertThat(read("open")).contains(SECRET);
    assertThat(read("hidden")).contains("ermission denied").doesNotContain(SECRET);
  }
}
