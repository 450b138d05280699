package dev.fractal.session;

import dev.fractal.client.Sessions;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.repl.Repl;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.Asked;
import dev.fractal.session.decide.SessionMessage.HandOver;
import dev.fractal.session.work.ChildCalls;
import dev.fractal.session.work.EffectRunner;
import dev.fractal.session.work.Evaluations;
import dev.fractal.session.work.GateCalls;
import dev.fractal.session.work.LeafCalls;
import dev.fractal.session.work.LogIds;
import dev.fractal.session.work.ModelCalls;
import dev.fractal.session.work.OutsideCalls;
import dev.fractal.session.work.Removal;
import dev.fractal.session.work.SerialTasks;
import dev.fractal.session.work.SessionServices;
import dev.fractal.session.work.TellCalls;
import dev.fractal.session.work.ToolCalls;
import dev.fractal.session.work.WaitCalls;
import java.util.Map;
import java.util.function.UnaryOperator;
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
   * @param doctrines the behaviour prompt by its stamp
   * @param siblings reaches the other sessions, children among them
   * @param placement puts the actor to sleep and has it started again
   */
  public static Behavior<SessionCommand> behavior(
      SessionId id,
      SessionServices services,
      UnaryOperator<String> doctrines,
      Sessions siblings,
      Placement placement) {
    Behavior<SessionMessage> session =
        Behaviors.setup(
            context ->
                Behaviors.withTimers(
                    timers -> {
                      var parts =
                          SessionParts.of(id, context, timers, services, placement, siblings);
                      var effects = effects(id, services, doctrines, siblings, context.getSelf());
                      return new SessionActor(
                          context, parts, services.workplace().world(), effects);
                    }));
    Behavior<SessionMessage> waking =
        Behaviors.setup(_ -> new WakingSession(id, services, placement, session).behavior());
    return Behaviors.transformMessages(
        SessionCommand.class,
        Behaviors.withMdc(
            SessionMessage.class,
            Map.of(LogIds.SESSION, id.value()),
            Behaviors.intercept(() -> new SessionGuard(id, services, placement, session), waking)),
        messages -> messages.match(SessionCommand.class, Asked::new));
  }

  private static EffectRunner effects(
      SessionId id,
      SessionServices services,
      UnaryOperator<String> doctrines,
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
            new ModelCalls(services, doctrines),
            new LeafCalls(services),
            new ChildCalls(services, siblings, self::tell),
            new GateCalls(services),
            tools,
            new WaitCalls(services),
            new TellCalls(services, siblings),
            new Removal(services));
    var cells = new SerialTasks(services.workplace().cells());
    return new EffectRunner(self::tell, new Evaluations(id, repl, cells, tools), calls);
  }
}
