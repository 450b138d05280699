package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.capability.Profile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The shell script {@code bin/fractal} on the distribution that the build has made. */
@Timeout(120)
final class LauncherIT {
  private static final Path SCRIPT = Checkout.root().resolve("bin").resolve("fractal");
  private static final String JDK = System.getProperty("java.home");

  @TempDir Path directory;

  @BeforeEach
  void requireDistribution() {
    assertThat(Checkout.root().resolve("cluster-config/target/dist/version"))
        .withFailMessage("there is no distribution to start; build it with mvn package")
        .exists();
  }

  @Test
  void listsTheVerbs() throws Exception {
    var ended = run(SCRIPT, Map.of("FRACTAL_JAVA_HOME", JDK), "--help");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("run", "resume", "check");
  }

  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void theBuildHasTrainedAWorker() throws IOException {
    var products = Checkout.root().resolve("cluster-config/target/dist/v8");
    assertThat(products.resolve("worker.aot")).isReadable();
    try (var files = Files.list(products)) {
      assertThat(files.filter(file -> file.toString().endsWith(".blob")))
          .as("snapshots of the parser and of each profile, which a worker reads as nobody")
          .hasSizeGreaterThanOrEqualTo(1 + Profile.values().length)
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .contains(PosixFilePermission.OTHERS_READ));
    }
  }

  @Test
  void worksThroughLinksFromAnotherDirectory() throws Exception {
    Files.createDirectories(directory.resolve("links"));
    var far = Files.createSymbolicLink(directory.resolve("links").resolve("far"), SCRIPT);
    var near = Files.createSymbolicLink(directory.resolve("near"), Path.of("links/far"));
    assertThat(far).isSymbolicLink();

    var ended = run(near, Map.of("FRACTAL_JAVA_HOME", JDK), "show", "nope");

    assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
    assertThat(ended.err()).startsWith("error: session 'nope' is unknown").hasLineCount(1);
    assertThat(directory.resolve(".fractal")).doesNotExist();
  }

  @Test
  void runsATurnInTheDirectoryWhereItIsCalled() throws Exception {
    Files.writeString(
        directory.resolve("p.yaml"),
        "clauses:\n  - {default: true, reply: \"```js\\nFINAL('caf\\u00e9')\\n```\"}\n");
    var java = Map.of("FRACTAL_JAVA_HOME", JDK, "LC_ALL", "C");

    var ended = run(SCRIPT, java, "run", "--json", "--model", "playbook:p.yaml", "go");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.json().path("value").asText()).isEqualTo("caf\u00e9");
    assertThat(directory.resolve(".fractal")).isDirectory();
  }

  @Test
  void aJavaHomeThatDoesNotSuitIsOneSentence() throws Exception {
    var old = fakeJdk("17.0.9");

    var ended = run(SCRIPT, Map.of("FRACTAL_JAVA_HOME", old.toString()), "ls");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .isEqualTo(
            "error: FRACTAL_JAVA_HOME="
                + old
                + " is not a JDK 25 or newer; correct or unset it.\n");
  }

  @Test
  void anOldJavaOnThePathIsPassedOverForOneThatSuits() throws Exception {
    var old = fakeJdk("17.0.9");
    var path = old.resolve("bin") + ":" + System.getenv("PATH");

    var ended = run(SCRIPT, Map.of("PATH", path, "JAVA_HOME", JDK), "ls");

    assertThat(ended.exit()).as(ended.err()).isZero();
  }

  /** The directories where JDKs usually are cannot be hidden, so the script looks elsewhere. */
  @Test
  void withoutAnyJdkItIsOneSentence() throws Exception {
    var place = Files.createDirectories(directory.resolve("checkout/bin"));
    var elsewhere =
        Files.readString(SCRIPT)
            .replace("/usr/lib/jvm/*", "/nowhere/*")
            .replace("/opt/*", "/nowhere/*")
            .replace("/Library/Java/JavaVirtualMachines/*", "/nowhere/*");
    var script = Files.writeString(place.resolve("fractal"), elsewhere);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    var old = fakeJdk("17.0.9");

    var ended =
        run(
            script,
            Map.of("PATH", old.resolve("bin") + ":/usr/bin:/bin", "HOME", directory.toString()),
            "ls");

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.err()).startsWith("error: no JDK 25 or newer was found").hasLineCount(1);
  }

  private Path fakeJdk(String version) throws IOException {
    var home = directory.resolve("jdk");
    var java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 99\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private Ended run(Path script, Map<String, String> variables, String... words)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(words));
    var out = directory.resolve("out.log");
    var err = directory.resolve("err.log");
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    var environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("FRACTAL_") || name.equals("JAVA_HOME"));
    environment.putAll(new HashMap<>(variables));
    int exit = builder.start().waitFor();
    return new Ended(
        exit,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
