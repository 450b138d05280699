package dev.fractal.session;

import dev.fractal.client.Sessions;
import dev.fractal.protocol.SessionId;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.work.Releases;
import dev.fractal.session.work.SessionServices;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/** What a session's actor is put together from, and hands on part by part. */
record SessionParts(
    SessionId id,
    Clocks clocks,
    Stay stay,
    Display display,
    Vitals vitals,
    Lookups lookups,
    Releases releases) {

  static SessionParts of(
      SessionId id,
      ActorContext<SessionMessage> context,
      TimerScheduler<SessionMessage> timers,
      SessionServices services,
      Placement placement,
      Sessions siblings) {
    var self = context.getSelf();
    var clock = services.workplace().clock();
    return new SessionParts(
        id,
        new Clocks(clock, services.workplace().patience(), context, timers),
        new Stay(id, self.unsafeUpcast(), placement, services.wakening()),
        new Display(id, services.catalog(), services.feed(), clock),
        new Vitals(services.meter()),
        new Lookups(id, services, siblings, self::tell),
        new Releases(id, services, self::tell));
  }
}
