package dev.fractal.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes on stores that they cannot use: one sentence, and the store stays as it was. */
@Timeout(180)
final class BrokenStoreTest {
  private static final String PLAYBOOK =
      """
      clauses:
        - {match: "slow", delay: 100s, reply: never}
        - {match: "grow", reply: "```js\\nconst text = await inputs.big.text(); FINAL(text.length)\\n```"}
        - {match: "look", reply: "```js\\nFINAL(text.length)\\n```"}
        - {default: true, reply: "```js\\nconst small = 1; FINAL(small)\\n```"}
      """;
  private static final int DISK_KIB = 4096;

  @TempDir Path directory;
  private FractalCommand command;
  private Path data;

  @BeforeEach
  void prepare() throws IOException {
    Files.writeString(directory.resolve("playbook.yaml"), PLAYBOOK);
    data = directory.resolve(".fractal");
    command = FractalCommand.in(directory);
  }

  private Ended run(FractalCommand by, String session, String... words) {
    var all =
        new ArrayList<>(List.of("run", "--session", session, "--model", "playbook:playbook.yaml"));
    all.addAll(List.of(words));
    return by.run(all.toArray(String[]::new));
  }

  @Test
  void aStoreInUseNamesTheProcessThatHasIt() throws IOException {
    try (var stub = StubProcess.start(directory.resolve("playbook.yaml"));
        var holder =
            command
                .variables(stub.variables())
                .start("run", "--session", "slow", "--model", "openai:scripted", "slow")) {
      stub.awaitTotal(1);

      var reason = "the store in " + data + " is in use by process " + holder.pid() + " (";
      Sentence.expect(command.run("ls"), 1, reason);
      Sentence.expect(run(command, "second", "go"), 1, reason);
    }
    assertThat(command.run("ls").out()).contains("slow").doesNotContain("second");
  }

  @Test
  void aStoreOfANewerVersionIsLeftAlone() throws IOException {
    assertThat(run(command, "first", "go").exit()).isZero();
    Damage.execute(data, "INSERT INTO \"fractal_schema\" (\"version\") VALUES (99)");
    var before = Footprint.of(directory);

    Sentence.expect(command.run("ls"), 1, "was written by a newer version (schema 99");
    Sentence.expect(run(command, "second", "go"), 1, "was written by a newer version (schema 99");

    assertThat(Footprint.of(directory)).isEqualTo(before);
  }

  @Test
  void aFullDiskIsSaidAndLeavesNoSession() throws IOException {
    assertThat(run(command, "first", "go").exit()).isZero();
    noise(directory.resolve("big.txt"), 6_000_000);
    var before = Footprint.of(directory);
    // The disk of the store only: what a worker unpacks would not fit either, and whether a log
    // says so before the process ends is a race.
    var full =
        command
            .options(
                "-Xmx192m", "-Dfractal.kernel.engine=graaljs", "-Dfractal.kernel.place=in-process")
            .shell("bash", "-c", "ulimit -f " + DISK_KIB + "; exec \"$@\"", "bash");

    Sentence.expect(
        run(full, "second", "--input", "big=big.txt", "grow"),
        1,
        "the disk of the store in " + data + " is full; free some space and start again");

    assertThat(command.run("ls").out()).contains("first").doesNotContain("second");
    assertThat(Footprint.of(directory)).isEqualTo(before);
    assertThat(run(command, "second", "--input", "big=big.txt", "grow").exit()).isZero();
  }

  @Test
  void aCorruptPayloadQuarantinesItsSessionAndNoOther() throws IOException {
    noise(directory.resolve("big.txt"), 20_000);
    assertThat(run(command, "hurt", "--input", "big=big.txt", "grow").exit()).isZero();
    assertThat(run(command, "sound", "go").exit()).isZero();
    assertThat(command.run("check").exit()).isZero();
    var flipped = "UPDATE \"payload\" SET \"body\" = \"body\" || X'00' WHERE \"chars\" >= 20000";
    assertThat(Damage.execute(data, flipped)).isPositive();

    var check = command.run("check");
    assertThat(check.exit()).isEqualTo(5);
    assertThat(check.out()).contains("hurt", "is damaged").doesNotContain("session sound");
    Sentence.expect(command.run("turn", "hurt", "look"), 1, "session hurt is quarantined");
    Sentence.expect(command.run("turn", "hurt", "look"), 1, "session hurt is quarantined");
    assertThat(command.run("ls").out()).containsPattern("hurt +quarantined");
    assertThat(command.run("turn", "sound", "go").exit()).isZero();
  }

  @Test
  void aQuarantineIsSeenEverywhereAndLiftedOnceTheStoreIsRepaired() throws IOException {
    noise(directory.resolve("big.txt"), 20_000);
    assertThat(run(command, "hurt", "--input", "big=big.txt", "grow").exit()).isZero();
    assertThat(run(command, "sound", "go").exit()).isZero();
    Damage.execute(data, "CREATE TABLE \"kept\" AS SELECT * FROM \"payload\"");
    Damage.execute(
        data, "UPDATE \"payload\" SET \"body\" = \"body\" || X'00' WHERE \"chars\" >= 20000");
    Sentence.expect(command.run("turn", "hurt", "look"), 1, "session hurt is quarantined");

    assertThat(command.run("ls").out()).contains("hurt is quarantined since", "is damaged");
    assertThat(command.run("show", "hurt").out())
        .contains("bin/fractal release hurt", "is damaged");
    var held = command.run("release", "hurt");
    assertThat(held.exit()).isEqualTo(5);
    assertThat(held.out()).contains("is damaged", "no head was found that can be restored");
    Sentence.expect(command.run("release", "sound"), 1, "neither quarantined nor suspended");
    assertThat(command.run("release", "nobody").exit()).isEqualTo(4);

    Damage.execute(data, "DELETE FROM \"payload\"");
    Damage.execute(data, "INSERT INTO \"payload\" SELECT * FROM \"kept\"");
    var lifted = command.run("release", "hurt", "--by", "kim", "--why", "restored", "--json");
    assertThat(lifted.exit()).as(lifted.toString()).isZero();
    assertThat(lifted.out()).contains("\"verdict\":\"lifted\"");
    assertThat(command.run("events", "hurt").out()).contains("lifted by kim");
    assertThat(command.run("turn", "hurt", "look").out()).contains("20000");
  }

  /** Letters without an order, so that little of them can be deflated. */
  private static void noise(Path file, int length) throws IOException {
    var random = new Random(5);
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('0' + random.nextInt(64)));
    }
    Files.writeString(file, text);
  }
}
