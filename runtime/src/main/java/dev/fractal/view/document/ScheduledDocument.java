package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.Schedule.Phase;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply.Scheduled;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of a schedule that was set, changed or removed.
 *
 * @param next when it is due next; {@code null} for one that is paused or removed
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScheduledDocument(
    SessionId sessionId, String name, Phase status, Optional<Instant> next) {

  public static ScheduledDocument of(Scheduled reply) {
    return new ScheduledDocument(reply.session(), reply.name(), reply.phase(), reply.next());
  }

  public Scheduled reply() {
    return new Scheduled(sessionId, name, status, next);
  }
}
