package dev.fractal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.SessionPaused;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionStopped;
import dev.fractal.protocol.event.SessionEvent.SessionSuspended;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.remote.RemoteProblem;
import dev.fractal.view.EventFacts;
import dev.fractal.view.EventJson;
import dev.fractal.view.Inert;
import dev.fractal.view.SessionView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "watch",
    description = "A session's events as they come, until Ctrl-C; --json prints one per line.")
final class WatchVerb extends Verb {
  private static final int WIDTH = 100;

  /** Between two looks at a store that no node has open. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  @Parameters(paramLabel = "SESSION", description = "The session's id.")
  String session = "";

  @Option(names = "--after", paramLabel = "N", description = "Only events behind this number.")
  long after;

  @Option(names = "--until-idle", description = "End when no turn of the session is unfinished.")
  boolean untilIdle;

  @Option(
      names = "--token-variable",
      paramLabel = "NAME",
      description = "The environment variable with the node's bearer token; default FRACTAL_TOKEN.")
  String tokenVariable = "FRACTAL_TOKEN";

  /** What was seen, and where the next look begins. */
  private final List<JournalEntry> seen = new ArrayList<>();

  private long last;

  /** It follows a node by itself, and the store when the node has gone. */
  @Override
  boolean throughNode() {
    return url != null;
  }

  @Override
  int run(Invocation invocation) {
    var id = Arguments.session(session);
    var place = directory(invocation).ofSession(session);
    var interrupted = new CountDownLatch(1);
    try (var _ = invocation.env().interrupts().onInterrupt(interrupted::countDown)) {
      while (!look(id, place, invocation, interrupted)
          && !interrupted.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
        // The store or the node is asked again from the last event on.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Exit.OK;
  }

  /** Looks at the node that has the store, else at the store; true when there is no more to see. */
  private boolean look(SessionId id, Path place, Invocation invocation, CountDownLatch interrupted)
      throws InterruptedException {
    var node = remote(invocation);
    if (node.isPresent()) {
      var token = Remote.token(tokenFile, invocation.env(), tokenVariable);
      try {
        return new EventTail(node.get().node(), token)
            .follow(id, last, event -> told(event, invocation), interrupted);
      } catch (RemoteProblem e) {
        boolean mayComeBack = url == null || last > 0;
        if (!mayComeBack || !e.kind().equals("NodeUnreachable")) {
          throw e;
        }
        return interrupted.getCount() == 0;
      }
    }
    try (var reader = invocation.env().launchers().readers().open(place)) {
      var entries = reader.events(id, last + 1, Integer.MAX_VALUE);
      if (last == 0 && entries.isEmpty()) {
        throw CliException.unknownSession(
            "session '" + id + "' is unknown in " + place + "; 'ls' lists those that are there");
      }
      entries.forEach(entry -> told(EventJson.event(entry), invocation));
      return isOver();
    } catch (StoreException e) {
      if (last == 0) {
        throw e;
      }
      return false;
    }
  }

  /** Prints an event; true when there is no more to see. */
  private boolean told(JsonNode event, Invocation invocation) {
    last = event.path("sequence").asLong();
    var entry = EventJson.entry(event);
    entry.ifPresent(seen::add);
    if (last > after) {
      var out = invocation.env().console().out();
      out.println(
          invocation.json()
              ? Inert.json(event.toString())
              : line(event, entry, invocation.style()));
      out.flush();
    }
    return isEnd(entry) && isOver();
  }

  private static String line(JsonNode event, Optional<JournalEntry> entry, Style style) {
    var facts = entry.map(one -> EventFacts.of(one.event())).orElse("");
    return "%5d  %s  %s  %s"
        .formatted(
            event.path("sequence").asLong(),
            style.dim(entry.map(one -> Wording.time(one.event().at())).orElse("")),
            style.bold("%-20s".formatted(event.path("type").asText())),
            Wording.shortened(style.line(facts), WIDTH));
  }

  /** Only the end of something can make a session idle; a look at all events costs time. */
  private static boolean isEnd(Optional<JournalEntry> entry) {
    return entry
        .map(JournalEntry::event)
        .filter(
            event ->
                event instanceof HeadPublished
                    || event instanceof TurnEnded
                    || event instanceof SessionStopped
                    || event instanceof SessionPaused
                    || event instanceof SessionSuspended
                    || event instanceof SessionQuarantined)
        .isPresent();
  }

  private boolean isOver() {
    return untilIdle
        && SessionView.of(seen)
            .map(SessionView::status)
            .filter(status -> !SessionStatus.unfinished().contains(status))
            .isPresent();
  }
}
