package dev.fractal.view.document;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.fractal.protocol.Schedule.Cron;
import dev.fractal.protocol.Schedule.Every;
import dev.fractal.protocol.Schedule.Overlap;
import dev.fractal.protocol.Schedule.Phase;
import dev.fractal.protocol.TimeText;
import dev.fractal.session.state.Schedules.Entry;
import java.time.Instant;
import java.util.Optional;

/**
 * A schedule of a session.
 *
 * @param every the time between two turns, such as {@code 1h}; {@code null} for a cron expression
 * @param zone whose clocks the expression means
 * @param reason why the session paused it itself
 * @param next when it is due next; {@code null} while it is paused
 * @param by who did the last thing to it
 * @param since when it was set
 * @param turns times that were turns
 * @param missed times that were joined into a later one's turn
 * @param skipped times without a turn
 * @param last the newest time that came
 * @param turn the newest turn
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ScheduleDocument(
    String name,
    String task,
    Optional<String> every,
    Optional<String> cron,
    Optional<String> zone,
    Overlap overlap,
    Phase status,
    Optional<String> reason,
    Optional<Instant> next,
    String by,
    Instant since,
    long turns,
    long missed,
    long skipped,
    Optional<Instant> last,
    Optional<Integer> turn) {

  public static ScheduleDocument of(Entry entry) {
    var schedule = entry.schedule();
    var rhythm = schedule.rhythm();
    return new ScheduleDocument(
        schedule.name(),
        schedule.task(),
        rhythm instanceof Every(var period) ? Optional.of(TimeText.of(period)) : Optional.empty(),
        rhythm instanceof Cron cron ? Optional.of(cron.expression()) : Optional.empty(),
        rhythm instanceof Cron cron ? Optional.of(cron.zone()) : Optional.empty(),
        schedule.overlap(),
        entry.phase(),
        entry.reason(),
        entry.due(),
        entry.by(),
        entry.since(),
        entry.score().turns(),
        entry.score().missed(),
        entry.score().skipped(),
        entry.score().last(),
        entry.score().turn());
  }
}
