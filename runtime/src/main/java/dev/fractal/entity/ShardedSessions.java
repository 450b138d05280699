package dev.fractal.entity;

import dev.fractal.client.Sessions;
import dev.fractal.entity.remember.StoredEntities;
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
import dev.fractal.session.SessionEntity;
import dev.fractal.session.work.SessionServices;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.japi.function.Function;

/** Sessions as sharded entities, asked with a deadline. */
public final class ShardedSessions implements Sessions {
  /** The type of the entities. */
  public static final EntityTypeKey<SessionCommand> TYPE =
      EntityTypeKey.create(SessionCommand.class, SessionEntity.TYPE);

  /** What members that sessions are placed on have; the others only ask. */
  public static final String ROLE = "node";

  private final ClusterSharding sharding;
  private final String doctrine;
  private final Duration patience;

  private ShardedSessions(ClusterSharding sharding, String doctrine, Duration patience) {
    this.sharding = sharding;
    this.doctrine = doctrine;
    this.patience = patience;
  }

  /**
   * Offers the node's services to sessions that are placed on it.
   *
   * @param doctrines the behaviour prompt by its stamp
   * @param patience how long an ask waits beyond what the command itself may wait
   */
  public static ShardedSessions init(
      ActorSystem<?> system,
      SessionServices services,
      UnaryOperator<String> doctrines,
      Duration patience) {
    var sharding = ClusterSharding.get(system);
    var sessions = new ShardedSessions(sharding, services.workplace().world().doctrine(), patience);
    sharding.init(
        stopping(
                Entity.of(
                    TYPE,
                    context ->
                        SessionEntity.behavior(
                            new SessionId(context.getEntityId()),
                            services,
                            doctrines,
                            sessions,
                            new ShardPlacement(
                                system,
                                sharding.entityRefFor(TYPE, context.getEntityId()),
                                context.getShard()))))
            .withRole(ROLE)
            .withSettings(StoredEntities.in(ClusterShardingSettings.create(system))));
    return sessions;
  }

  /**
   * Only the shard sends the message, within this process, so it is no command; the actor takes it
   * although the entity's type does not say so.
   */
  @SuppressWarnings("unchecked")
  private static <M, E> Entity<M, E> stopping(Entity<M, E> entity) {
    return entity.withStopMessage((M) SessionEntity.STOP);
  }

  @Override
  public CompletionStage<SessionReply> start(SessionId session, SessionSpec spec) {
    return ask(session, to -> new SessionCommand.StartSession(spec, to), patience);
  }

  @Override
  public CompletionStage<SessionReply> fork(SessionId session, Derivation derivation) {
    return ask(session, to -> new SessionCommand.ForkSession(derivation, to), patience);
  }

  @Override
  public CompletionStage<SessionReply> submit(
      SessionId session, TurnRequest request, IfBusy ifBusy) {
    return ask(session, to -> new SessionCommand.SubmitTurn(request, ifBusy, to), patience);
  }

  @Override
  public CompletionStage<SessionReply> await(SessionId session, int turn, Duration waiting) {
    return ask(
        session, to -> new SessionCommand.AwaitTurn(turn, waiting, to), patience.plus(waiting));
  }

  @Override
  public CompletionStage<SessionReply> cancel(SessionId session, int turn) {
    return ask(session, to -> new SessionCommand.CancelTurn(turn, to), patience);
  }

  @Override
  public CompletionStage<SessionReply> cancelChild(SessionId session, SessionId child) {
    return ask(session, to -> new SessionCommand.CancelChild(child, to), patience);
  }

  @Override
  public CompletionStage<SessionReply> pause(SessionId session) {
    return ask(session, SessionCommand.PauseSession::new, patience);
  }

  @Override
  public CompletionStage<SessionReply> purge(SessionId session) {
    return ask(session, SessionCommand.PurgeSession::new, patience);
  }

  @Override
  public CompletionStage<SessionReply> compact(SessionId session) {
    return ask(session, SessionCommand.CompactSession::new, patience);
  }

  @Override
  public CompletionStage<SessionReply> stop(SessionId session, boolean untilStopped) {
    return ask(session, to -> new SessionCommand.StopSession(untilStopped, to), patience);
  }

  @Override
  public CompletionStage<SessionReply> close(SessionId session) {
    return ask(session, SessionCommand.CloseSession::new, patience);
  }

  @Override
  public CompletionStage<SessionReply> resume(SessionId session, Optional<HeadId> head) {
    return ask(session, to -> new SessionCommand.ResumeSession(doctrine, head, to), patience);
  }

  @Override
  public CompletionStage<SessionReply> release(
      SessionId session, ReleaseRequest request, Duration waiting) {
    return ask(
        session,
        to -> new SessionCommand.ReleaseSession(request, waiting, to),
        patience.plus(waiting));
  }

  @Override
  public CompletionStage<SessionReply> answer(AskId ask, AskReply reply) {
    return ask(ask.session(), to -> new SessionCommand.AnswerAsk(ask, reply, to), patience);
  }

  @Override
  public CompletionStage<SessionReply> tell(SessionId session, Letter letter) {
    return ask(session, to -> new SessionCommand.TellSession(letter, to), patience);
  }

  @Override
  public CompletionStage<SessionReply> raise(SessionId session, Raise raise, String by) {
    return ask(session, to -> new SessionCommand.RaiseBudget(raise, by, to), patience);
  }

  @Override
  public CompletionStage<SessionReply> schedule(SessionId session, ScheduleOrder order) {
    return ask(session, to -> new SessionCommand.SetSchedule(order, to), patience);
  }

  @Override
  public CompletionStage<SessionReply> describe(SessionId session) {
    return ask(session, SessionCommand.DescribeSession::new, patience);
  }

  private CompletionStage<SessionReply> ask(
      SessionId session, Function<ActorRef<SessionReply>, SessionCommand> command, Duration time) {
    return sharding.entityRefFor(TYPE, session.value()).ask(command, time);
  }
}
