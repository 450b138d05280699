package dev.fractal.session;

import dev.fractal.client.Sessions;
import dev.fractal.prompt.Conversation;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.repl.Repl;
import dev.fractal.session.SessionMessage.Asked;
import dev.fractal.session.SessionMessage.HandOver;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Makes the behavior of a session's actor. */
public final class SessionEntity {
  /** The sharding type and the first half of every persistence id. */
  public static final String TYPE = "Session";

  /** What a shard sends to have a session's actor stop. */
  public static final SessionMessage STOP = new HandOver();

  private SessionEntity() {}

  /**
   * The behavior of one session.
   *
   * @param doctrine the behaviour prompt
   * @param siblings reaches the other sessions, children among them
   * @param placement puts the actor to sleep and has it started again
   */
  public static Behavior<SessionCommand> behavior(
      SessionId id,
      SessionServices services,
      String doctrine,
      Sessions siblings,
      Placement placement) {
    Behavior<SessionMessage> session =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      var around =
                          new Surroundings(id, context, timers, services, placement, siblings);
                      var effects = effects(id, services, doctrine, siblings, context.getSelf());
                      return new SessionActor(around, effects);
                    }));
    Behavior<SessionMessage> waking =
        Behaviors.setup(_ -> new WakingSession(id, services, placement, session).behavior());
    return Behaviors.transformMessages(
        SessionCommand.class,
        Behaviors.withMdc(
            SessionMessage.class,
            Map.of(LogIds.SESSION, id.value()),
            Behaviors.intercept(() -> new SessionGuard(id, services, placement), waking)),
        messages -> messages.match(SessionCommand.class, Asked::new));
  }

  private static EffectRunner effects(
      SessionId id,
      SessionServices services,
      String doctrine,
      Sessions siblings,
      ActorRef<SessionMessage> self) {
    var tools = new ToolCalls(services);
    var repl =
        new Repl(
            id,
            services.kernels(),
            services.payloads(),
            services.workplace().idle(),
            services.meter());
    var calls =
        new OutsideCalls(
            new ModelCalls(services, new Conversation(doctrine, services.payloads())),
            new LeafCalls(services),
            new ChildCalls(services, siblings),
            new GateCalls(services),
            tools,
            new Removal(services));
    var cells = new SerialTasks(services.workplace().cells());
    return new EffectRunner(self::tell, new Evaluations(id, repl, cells, tools), calls);
  }
}
