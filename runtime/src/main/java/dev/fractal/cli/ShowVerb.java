package dev.fractal.cli;

import dev.fractal.protocol.SessionId;
import dev.fractal.view.Glance;
import dev.fractal.view.SessionReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "show", description = "A session at a glance.")
final class ShowVerb extends SessionReadVerb {
  @Option(
      names = "--turns",
      paramLabel = "N",
      description = "At most so many turns, the newest; default: ${DEFAULT-VALUE}.",
      defaultValue = "10")
  int limit = Glance.TURNS;

  @Option(names = "--before", paramLabel = "N", description = "Only turns with lower numbers.")
  @Nullable Integer before;

  @Override
  Report read(SessionId id, SessionReader reader, Invocation invocation) {
    var document =
        reader
            .glance(id, page())
            .orElseThrow(
                () ->
                    new CliException(
                        "UnreadableEvent",
                        "the journal of session '"
                            + id
                            + "' does not begin with its start; see 'events' and 'check'",
                        Exit.ERROR));
    return Report.ok(() -> document, () -> new GlanceText(document, invocation.style()).render());
  }

  private Glance.Page page() {
    if (limit < 1 || limit > Glance.MOST_TURNS || (before != null && before < 1)) {
      throw new CliException(
          "BadUsage",
          "--turns takes 1 to " + Glance.MOST_TURNS + " and --before a turn's number",
          Exit.ERROR);
    }
    return new Glance.Page(Optional.ofNullable(before), limit);
  }
}
