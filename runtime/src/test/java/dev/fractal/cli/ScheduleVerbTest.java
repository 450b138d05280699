package dev.fractal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.protocol.command.Refusal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScheduleVerbTest {
  @TempDir private Path directory;

  private CommandLineRig rig() {
    return new CommandLineRig(directory).withStore();
  }

  @Test
  void itSetsAndChangesASchedule() {
    var rig = rig();
    var set =
        rig.run("schedule", "add", "s1", "look", "--every", "1h", "--task", "look", "--by", "kim");
    assertThat(set.exit()).as(set.err()).isZero();
    assertThat(set.out()).contains("schedule 'look' of session s1 is active; next 2026-12-01");
    var cron =
        rig.run(
            "schedule",
            "add",
            "s1",
            "daily",
            "--cron",
            "0 9 * * MON-FRI",
            "--zone",
            "Europe/Berlin",
            "--task",
            "report",
            "--overlap",
            "queue",
            "--by",
            "kim",
            "--json");
    assertThat(cron.json().path("status").asText()).isEqualTo("active");
    assertThat(rig.run("schedule", "pause", "s1", "look", "--by", "kim").out())
        .contains("is paused")
        .doesNotContain("next");
    rig.run("schedule", "resume", "s1", "look", "--by", "kim");
    rig.run("schedule", "rm", "s1", "look", "--by", "kim");
    assertThat(rig.node.asked)
        .filteredOn(line -> line.startsWith("schedule"))
        .satisfiesExactly(
            line -> assertThat(line).contains("Every[period=PT1H]", "overlap=SKIP", "by kim"),
            line ->
                assertThat(line)
                    .contains("expression=0 9 * * MON-FRI, zone=Europe/Berlin", "overlap=QUEUE"),
            line -> assertThat(line).contains("name=look, phase=PAUSED"),
            line -> assertThat(line).contains("name=look, phase=ACTIVE"),
            line -> assertThat(line).contains("name=look, phase=REMOVED"));
  }

  @Test
  void badWordsAndRefusalsAreOneSentence() {
    var rig = rig();
    assertThat(rig.run("schedule").err()).contains("which command?", "'rm SESSION NAME'");
    assertThat(add(rig, "x").err()).contains("either --every TIME, or --cron EXPRESSION");
    assertThat(add(rig, "x", "--every", "1h", "--zone", "UTC").err()).contains("--zone ZONE");
    assertThat(add(rig, "x", "--every", "soon").err()).contains("--every is 'soon'");
    assertThat(add(rig, "x", "--every", "10ms").err()).contains("1s to 3652d");
    assertThat(add(rig, "a b", "--every", "1h").err()).contains("is not the name of a schedule");
    assertThat(add(rig, "x", "--every", "1h", "--overlap", "twice").err())
        .contains("--overlap is skip or queue, not 'twice'");
    assertThat(add(rig, "x", "--every", "1h", "--by", " ").err()).contains("1 to 200 characters");
    assertThat(rig.node.asked).isEmpty();
    rig.node.refuse(Refusal.Kind.BadSchedule, "the times of schedule 'x' never come");
    var refused = add(rig, "x", "--cron", "0 0 30 2 *");
    assertThat(refused.exit()).isEqualTo(Exit.ERROR);
    assertThat(refused.err()).contains("never come");
  }

  private static CommandLineRig.Outcome add(CommandLineRig rig, String name, String... more) {
    var words = new ArrayList<>(List.of("schedule", "add", "s1", name));
    words.addAll(List.of("--task", "look"));
    words.addAll(List.of(more));
    return rig.run(words.toArray(String[]::new));
  }
}
