package dev.fractal.cli;

import dev.fractal.client.Node;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ReleaseReport;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply.Released;
import dev.fractal.view.ReplyJson;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "release",
    description = "Re-check a session that is quarantined or suspended, and let it go on.")
final class ReleaseVerb extends SessionDriveVerb {
  private static final Duration PATIENCE = Duration.ofHours(1);

  @Option(names = "--head", paramLabel = "HEAD", description = "Go on at this head.")
  @Nullable String head;

  @Option(
      names = "--newest-good",
      description = "If the record is still contradicted, go on at the newest head that is sound.")
  boolean newestGood;

  @Option(names = "--by", paramLabel = "NAME", description = "Who releases it; default: the user.")
  String by = System.getProperty("user.name", "unknown");

  @Option(names = "--why", paramLabel = "TEXT", description = "Why, for the journal.")
  String why = "";

  @Option(names = "--request-id", paramLabel = "KEY", description = "Never lifts twice by a key.")
  String requestId = UUID.randomUUID().toString();

  @Override
  int run(Invocation invocation) {
    var _ = request();
    return super.run(invocation);
  }

  private ReleaseRequest request() {
    if (head != null && newestGood) {
      throw CliException.usage("--head and --newest-good exclude each other; name one");
    }
    Optional<HeadId> named = Optional.ofNullable(head).map(Arguments::head);
    try {
      return new ReleaseRequest(requestId, ReleaseRequest.choice(named, newestGood), by, why);
    } catch (IllegalArgumentException e) {
      throw CliException.usage(String.valueOf(e.getMessage()));
    }
  }

  @Override
  int ask(SessionId id, Node node, Invocation invocation) {
    var released = Replies.expect(Released.class, node.sessions().release(id, request(), PATIENCE));
    invocation.print(Report.ok(() -> ReplyJson.released(released), () -> text(released)));
    return switch (released.report().verdict()) {
      case LIFTED, RESTARTED, RETRIED -> Exit.OK;
      case HELD -> Exit.CHECK_FAILED;
    };
  }

  private static String text(Released released) {
    var report = released.report();
    var id = released.session();
    return "session %s stood still: %s: %s\n%s"
        .formatted(id, report.reason().type(), report.reason().message(), outcome(id, report));
  }

  private static String outcome(SessionId id, ReleaseReport report) {
    return switch (report.verdict()) {
      case LIFTED -> "it goes on where it stood: " + report.finding();
      case RETRIED -> "it goes on: " + report.finding();
      case RESTARTED -> report.finding();
      case HELD ->
          report.finding()
              + report
                  .head()
                  .map(_ -> "; 'bin/fractal release " + id + " --newest-good' goes on there")
                  .orElse(
                      "; 'bin/fractal check' looks at the store, 'bin/fractal purge' removes it");
    };
  }
}
