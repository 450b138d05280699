package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.Schedule;
import dev.fractal.protocol.Schedule.Overlap;
import dev.fractal.protocol.Schedule.Phase;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TimeText;
import dev.fractal.protocol.command.SessionReply.Scheduled;
import dev.fractal.view.Inert;
import dev.fractal.view.Json;
import dev.fractal.view.document.ScheduleDocument;
import dev.fractal.view.document.ScheduledDocument;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "schedule",
    description = "Give a session turns at certain times.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ScheduleVerb.AddSchedule.class,
      ScheduleVerb.ListSchedules.class,
      ScheduleVerb.PauseSchedule.class,
      ScheduleVerb.ResumeSchedule.class,
      ScheduleVerb.RemoveSchedule.class
    })
final class ScheduleVerb extends Verb {
  @Override
  int run(Invocation invocation) {
    throw CliException.usage(
        "which command? use 'schedule add SESSION NAME', 'ls SESSION', 'pause SESSION NAME',"
            + " 'resume SESSION NAME' or 'rm SESSION NAME'");
  }

  /** A command about one schedule. */
  abstract static class OneSchedule extends SessionDriveVerb {
    @Parameters(index = "1", paramLabel = "NAME", description = "The schedule's name.")
    String name = "";

    @Option(names = "--by", paramLabel = "NAME", description = "Who says it; default: the user.")
    String by = ReplyVerb.user();

    private @Nullable ScheduleOrder order;

    @Override
    int run(Invocation invocation) {
      try {
        order = new ScheduleOrder(act(invocation), by);
      } catch (IllegalArgumentException e) {
        throw CliException.usage(String.valueOf(e.getMessage()));
      }
      return super.run(invocation);
    }

    abstract ScheduleOrder.Act act(Invocation invocation);

    @Override
    int ask(SessionId id, Node node, Invocation invocation) {
      var stage = node.sessions().schedule(id, Objects.requireNonNull(order));
      var reply = Replies.expect(Scheduled.class, stage);
      return invocation.print(
          Report.ok(() -> Json.document(ScheduledDocument.of(reply)), () -> words(reply)));
    }

    private static String words(Scheduled reply) {
      return "schedule '%s' of session %s is %s%s"
          .formatted(
              reply.name(),
              reply.session(),
              reply.phase().wire(),
              reply.next().map(next -> "; next " + Wording.time(next)).orElse(""));
    }
  }

  @Command(
      name = "add",
      description = "Set a schedule; its turns are made while a node runs, missed ones as one.")
  static final class AddSchedule extends OneSchedule {
    @Option(
        names = "--every",
        paramLabel = "TIME",
        description = "The time between two turns: 30s, 5m, 2h, 7d; 1s or more.")
    @Nullable String every;

    @Option(
        names = "--cron",
        paramLabel = "EXPRESSION",
        description = "Five fields: minute, hour, day of month, month, day of week.")
    @Nullable String cron;

    @Option(
        names = "--zone",
        paramLabel = "ZONE",
        description = "Whose clocks --cron means, such as Europe/Berlin; default: UTC.")
    @Nullable String zone;

    @Option(
        names = "--task",
        paramLabel = "TEXT",
        required = true,
        description = "What each turn is asked; '-' reads standard input.")
    String task = "";

    @Option(
        names = "--overlap",
        paramLabel = "HOW",
        description = "While another turn runs or waits: skip (default): no turn; queue: it waits.")
    String overlap = Overlap.SKIP.wire();

    @Override
    ScheduleOrder.Act act(Invocation invocation) {
      var how =
          Overlap.named(overlap)
              .orElseThrow(
                  () -> CliException.usage("--overlap is skip or queue, not '" + overlap + "'"));
      var words = Arguments.message(task, invocation.env().console());
      return new ScheduleOrder.Add(new Schedule(name, words, rhythm(), how));
    }

    private Schedule.Rhythm rhythm() {
      if ((every == null) == (cron == null) || (zone != null && cron == null)) {
        throw CliException.usage(
            "a schedule has either --every TIME, or --cron EXPRESSION and, if it is not UTC,"
                + " --zone ZONE");
      }
      return cron == null
          ? new Schedule.Every(
              TimeText.read(Objects.requireNonNull(every))
                  .orElseThrow(
                      () ->
                          CliException.usage(
                              "--every is '" + every + "'; use a time such as 30s, 5m, 2h or 7d")))
          : new Schedule.Cron(cron, zone == null ? "UTC" : zone);
    }
  }

  /** A command that changes a schedule which there is. */
  abstract static class ChangedSchedule extends OneSchedule {
    private final Phase phase;

    ChangedSchedule(Phase phase) {
      this.phase = phase;
    }

    @Override
    ScheduleOrder.Act act(Invocation invocation) {
      return new ScheduleOrder.Change(name, phase);
    }
  }

  @Command(name = "pause", description = "Have a schedule make no turns until it is resumed.")
  static final class PauseSchedule extends ChangedSchedule {
    PauseSchedule() {
      super(Phase.PAUSED);
    }
  }

  @Command(
      name = "resume",
      description = "Go on with a schedule at its next time; what came meanwhile is not made up.")
  static final class ResumeSchedule extends ChangedSchedule {
    ResumeSchedule() {
      super(Phase.ACTIVE);
    }
  }

  @Command(name = "rm", description = "Remove a schedule; a turn of it that runs or waits stays.")
  static final class RemoveSchedule extends ChangedSchedule {
    RemoveSchedule() {
      super(Phase.REMOVED);
    }
  }

  @Command(name = "ls", description = "List the schedules of a session.")
  static final class ListSchedules extends Verb {
    @Parameters(index = "0", paramLabel = "SESSION", description = "The session's id.")
    String session = "";

    @Override
    int run(Invocation invocation) {
      var id = Arguments.session(session);
      var place = directory(invocation).ofSession(session);
      try (var reader = invocation.env().launchers().readers().open(place)) {
        if (reader.highest(id) == 0) {
          throw CliException.unknownSession(
              "session '" + id + "' is unknown; 'ls' lists those that are there");
        }
        var schedules = reader.schedules(id);
        return invocation.print(
            Report.ok(
                () -> Json.array(schedules, Json::document),
                () ->
                    schedules.isEmpty()
                        ? "session " + id + " has no schedules"
                        : table(schedules, invocation.style())));
      }
    }

    private static String table(List<ScheduleDocument> schedules, Style style) {
      var table =
          new Table(
              style, "NAME", "WHEN", "OVERLAP", "STATUS", "NEXT", "TURNS", "MISSED", "SKIPPED",
              "TASK");
      schedules.forEach(
          one ->
              table.row(
                  one.name(),
                  one.every()
                      .map(time -> "every " + time)
                      .orElseGet(() -> one.cron().orElse("") + " (" + one.zone().orElse("") + ")"),
                  one.overlap().wire(),
                  one.status().wire() + one.reason().map(why -> ": " + why).orElse(""),
                  one.next().map(Wording::time).orElse(""),
                  one.turns(),
                  one.missed(),
                  one.skipped(),
                  Inert.line(one.task())));
      return table.render();
    }
  }
}
