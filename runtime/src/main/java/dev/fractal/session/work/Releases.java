package dev.fractal.session.work;

import dev.fractal.protocol.ReleaseReport.Verdict;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionCommand.ReleaseSession;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Released;
import dev.fractal.session.decide.Finding;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.Rechecked;
import dev.fractal.session.state.QuarantineFold;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.Live;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The re-check of a session that runs, at most one at a time, and the newest answer that changed
 * nothing. Both are in memory only: who asks again with the same key has it done again, after the
 * session has moved. For the actor's thread.
 */
public final class Releases {
  private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

  /** How long a store that is away is asked again. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final SessionId id;
  private final SessionServices services;
  private final SerialTasks cells;
  private final ToolCalls tools;
  private final Consumer<SessionMessage> mailbox;
  private Optional<ReleaseRequest> running = Optional.empty();
  private Optional<Held> held = Optional.empty();

  private record Held(ReleaseRequest request, SessionReply reply) {}

  public Releases(SessionId id, SessionServices services, Consumer<SessionMessage> mailbox) {
    this.id = id;
    this.services = services;
    this.cells = new SerialTasks(services.workplace().cells());
    this.tools = new ToolCalls(services);
    this.mailbox = mailbox;
  }

  public boolean isRunning() {
    return running.isPresent();
  }

  /** The same request was answered before, and nothing was changed. */
  public Optional<SessionReply> answered(ReleaseRequest request) {
    return held.filter(last -> last.request().equals(request)).map(Held::reply);
  }

  /**
   * Begins the re-check, unless it runs.
   *
   * @return whether it is this request that is worked on
   */
  public boolean begin(ReleaseSession command, SessionState state) {
    if (running.isPresent()) {
      return running.get().equals(command.request());
    }
    var core = QuarantineFold.known(state).map(Live::core).orElseThrow();
    running = Optional.of(command.request());
    held = Optional.empty();
    var granted = tools.granted(core.spec());
    var tree = core.spec().descent().root().orElse(id).value();
    long end = System.nanoTime() + PATIENCE.toNanos();
    var call =
        new StoreCall<Finding>(
            id + "/release",
            task -> cells.submit(tree, LogIds.about(id, task)),
            () -> new Recheck(services, core, granted).of(state, command.request()),
            () -> System.nanoTime() - end > 0);
    cells.submit(
        tree,
        LogIds.about(
            id,
            () ->
                call.here(
                    (found, problem) ->
                        mailbox.accept(new Rechecked(command, result(found, problem))))));
    return true;
  }

  private Optional<Finding> result(@Nullable Finding found, @Nullable Exception problem) {
    if (found == null) {
      LOG.error("the re-check of session {} failed", id, problem);
    }
    return Optional.ofNullable(found);
  }

  /** The re-check is over. */
  public void over() {
    running = Optional.empty();
  }

  /** So a request was answered. */
  public void remember(ReleaseRequest request, SessionReply reply) {
    boolean unchanged =
        reply instanceof Released(var _, var _, var report) && report.verdict() == Verdict.HELD;
    held = unchanged ? Optional.of(new Held(request, reply)) : Optional.empty();
  }
}
