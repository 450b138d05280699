package dev.fractal.session;

import dev.fractal.client.Sessions;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.ScheduleOrder;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.protocol.command.SessionCommand.IfBusy;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.spec.Derivation;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;

/** Real session actors by id, spawned when something is asked of them; it notes who is started. */
final class SpawnedSessions implements Sessions {
  private final Function<SessionId, LiveSession> spawn;
  private final Map<SessionId, LiveSession> awake = new ConcurrentHashMap<>();
  private final List<SessionId> started = new CopyOnWriteArrayList<>();
  private final List<SessionId> slept = new CopyOnWriteArrayList<>();

  SpawnedSessions(Function<SessionId, LiveSession> spawn) {
    this.spawn = spawn;
  }

  /** The actor of a session, spawned now if it does not run. */
  LiveSession awake(SessionId session) {
    return awake.computeIfAbsent(session, spawn);
  }

  /** Ends the actor as a crash would; whatever is asked next spawns another one. */
  void kill(SessionId session) {
    var live = awake.remove(session);
    if (live != null) {
      live.kill();
    }
  }

  /** Hands a session over; whatever is asked next spawns another actor for it. */
  void handOver(SessionId session) {
    var live = awake.remove(session);
    if (live != null) {
      live.handOver();
    }
  }

  /** Every session that was asked to start, once for each time. */
  List<SessionId> started() {
    return List.copyOf(started);
  }

  /** Sessions that were asked to go to sleep. */
  List<SessionId> slept() {
    return List.copyOf(slept);
  }

  private CompletionStage<SessionReply> ask(
      SessionId session, Function<ActorRef<SessionReply>, SessionCommand> command) {
    return awake(session).ask(command);
  }

  @Override
  public CompletionStage<SessionReply> start(SessionId session, SessionSpec spec) {
    started.add(session);
    return ask(session, to -> new SessionCommand.StartSession(spec, to));
  }

  @Override
  public CompletionStage<SessionReply> submit(
      SessionId session, TurnRequest request, IfBusy ifBusy) {
    return ask(session, to -> new SessionCommand.SubmitTurn(request, ifBusy, to));
  }

  @Override
  public CompletionStage<SessionReply> await(SessionId session, int turn, Duration patience) {
    return ask(session, to -> new SessionCommand.AwaitTurn(turn, patience, to));
  }

  @Override
  public CompletionStage<SessionReply> cancel(SessionId session, int turn) {
    return ask(session, to -> new SessionCommand.CancelTurn(turn, to));
  }

  @Override
  public CompletionStage<SessionReply> compact(SessionId session) {
    return ask(session, SessionCommand.CompactSession::new);
  }

  @Override
  public CompletionStage<SessionReply> stop(SessionId session, boolean untilStopped) {
    return ask(session, to -> new SessionCommand.StopSession(untilStopped, to));
  }

  @Override
  public CompletionStage<SessionReply> close(SessionId session) {
    slept.add(session);
    return ask(session, SessionCommand.CloseSession::new);
  }

  @Override
  public CompletionStage<SessionReply> resume(SessionId session, Optional<HeadId> head) {
    return ask(session, to -> new SessionCommand.ResumeSession("doctrine/1", head, to));
  }

  @Override
  public CompletionStage<SessionReply> fork(SessionId session, Derivation derivation) {
    started.add(session);
    return ask(session, to -> new SessionCommand.ForkSession(derivation, to));
  }

  @Override
  public CompletionStage<SessionReply> cancelChild(SessionId session, SessionId child) {
    return ask(session, to -> new SessionCommand.CancelChild(child, to));
  }

  @Override
  public CompletionStage<SessionReply> pause(SessionId session) {
    return ask(session, SessionCommand.PauseSession::new);
  }

  @Override
  public CompletionStage<SessionReply> purge(SessionId session) {
    return ask(session, SessionCommand.PurgeSession::new);
  }

  @Override
  public CompletionStage<SessionReply> release(
      SessionId session, ReleaseRequest request, Duration patience) {
    return ask(session, to -> new SessionCommand.ReleaseSession(request, patience, to));
  }

  @Override
  public CompletionStage<SessionReply> describe(SessionId session) {
    return ask(session, SessionCommand.DescribeSession::new);
  }

  @Override
  public CompletionStage<SessionReply> schedule(SessionId session, ScheduleOrder order) {
    return ask(session, to -> new SessionCommand.SetSchedule(order, to));
  }

  @Override
  public CompletionStage<SessionReply> tell(SessionId session, Letter letter) {
    return ask(session, to -> new SessionCommand.TellSession(letter, to));
  }

  @Override
  public CompletionStage<SessionReply> raise(SessionId session, Raise raise, String by) {
    return ask(session, to -> new SessionCommand.RaiseBudget(raise, by, to));
  }

  @Override
  public CompletionStage<SessionReply> answer(AskId ask, AskReply reply) {
    return ask(ask.session(), to -> new SessionCommand.AnswerAsk(ask, reply, to));
  }
}
