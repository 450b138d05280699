package dev.fractal.session;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ReleaseReport;
import dev.fractal.protocol.ReleaseReport.Verdict;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.SessionCommand.ReleaseSession;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.command.SessionReply.Refused;
import dev.fractal.protocol.command.SessionReply.Released;
import dev.fractal.session.decide.Recorded;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.Asked;
import dev.fractal.session.decide.SessionMessage.BarChecked;
import dev.fractal.session.decide.SessionMessage.HandOver;
import dev.fractal.session.decide.SessionMessage.SessionIdle;
import dev.fractal.session.decide.SessionMessage.Unbarred;
import dev.fractal.session.state.SessionState.Quarantined;
import dev.fractal.session.work.LogIds;
import dev.fractal.session.work.SessionServices;
import dev.fractal.session.work.StoreCall;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * In the place of a session that must not or cannot be recovered: refuses every command with the
 * reason, and goes to sleep after a while. A release has its journal read again; if that goes well,
 * the session may wake.
 *
 * @param awake the session itself
 */
record BarredSession(
    SessionId session,
    String reason,
    SessionServices services,
    Placement placement,
    Behavior<SessionMessage> awake) {
  private static final Logger LOG = LoggerFactory.getLogger(BarredSession.class);
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  Behavior<SessionMessage> behavior() {
    return Behaviors.setup(
        context -> {
          var idle = services.workplace().patience().session();
          context.scheduleOnce(idle, context.getSelf(), new SessionIdle());
          return Behaviors.receive(SessionMessage.class)
              .onMessage(Asked.class, asked -> asked(asked, context))
              .onMessage(BarChecked.class, found -> checked(found, context))
              .onMessage(HandOver.class, _ -> Behaviors.stopped())
              .onMessage(
                  SessionIdle.class,
                  _ -> {
                    placement.sleep(context.getSelf().unsafeUpcast());
                    return Behaviors.same();
                  })
              .build();
        });
  }

  private Behavior<SessionMessage> asked(Asked asked, ActorContext<SessionMessage> context) {
    if (asked.command() instanceof ReleaseSession release) {
      look(release, context);
    } else {
      var sentence =
          "session %s is quarantined: %s; a release has its journal read again"
              .formatted(session, reason);
      refuse(asked.command().replyTo(), Refusal.Kind.SessionQuarantined, sentence);
    }
    return Behaviors.same();
  }

  private void refuse(ActorRef<SessionReply> asker, Refusal.Kind kind, String sentence) {
    asker.tell(new Refused(session, new Refusal(kind, sentence)));
  }

  private void look(ReleaseSession release, ActorContext<SessionMessage> context) {
    var io = services.workplace().io();
    var self = context.getSelf();
    long end = System.nanoTime() + PATIENCE.toNanos();
    var call =
        new StoreCall<>(
            session,
            LogIds.about(session, io),
            () -> found(release),
            () -> System.nanoTime() - end > 0);
    io.execute(
        LogIds.about(
            session,
            () ->
                call.here(
                    (found, problem) -> {
                      if (found != null) {
                        self.tell(found);
                      } else if (problem != null && !StoreCall.isAway(problem)) {
                        self.tell(new BarChecked(release, Optional.of(failed(problem)), none()));
                      } else {
                        refuse(
                            release.replyTo(),
                            Refusal.Kind.NotStored,
                            "the store is away, and with it the journal of session %s; ask again"
                                .formatted(session));
                      }
                    })));
  }

  private static Optional<HeadId> none() {
    return Optional.empty();
  }

  private static Failure failed(Exception problem) {
    return new Failure("UnreadableJournal", String.valueOf(problem.getMessage()));
  }

  /** Read whole, as a node does that brings the session to life, it must make sense. */
  private BarChecked found(ReleaseSession release) {
    var recorded = services.history().recorded(session);
    if (recorded.state() instanceof Quarantined broken && !broken.isLasting()) {
      var head = recorded.offers().stream().map(Recorded.Offer::head).findFirst();
      return new BarChecked(release, Optional.of(broken.reason()), head);
    }
    services.wakening().unbar(session);
    return new BarChecked(release, Optional.empty(), none());
  }

  private Behavior<SessionMessage> checked(BarChecked found, ActorContext<SessionMessage> context) {
    var why = new Failure("Barred", reason);
    var release = found.command();
    if (found.problem().isPresent()) {
      var finding =
          "its journal still cannot be read: %s; %s"
              .formatted(
                  found.problem().get().message(),
                  found
                      .head()
                      .map(head -> "a fork of head %s goes on without it".formatted(head))
                      .orElse("no head of it can be read"));
      var report = new ReleaseReport(Verdict.HELD, why, finding, found.head());
      release.replyTo().tell(new Released(session, SessionStatus.QUARANTINED, report));
      return Behaviors.same();
    }
    LOG.info("session {} may wake again: {} released it", session, release.request().by());
    context.getSelf().tell(new Unbarred(release, why));
    return new WakingSession(session, services, placement, awake).behavior();
  }
}
