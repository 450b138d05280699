package dev.fractal.session.decide;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.event.Ask;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What a call wants to wait for, once its arguments were read. */
public sealed interface WaitReading {
  /**
   * For a person's answer.
   *
   * @param ask without its end
   * @param within for so long at most
   */
  record Question(Ask ask, Optional<Duration> within) implements WaitReading {}

  /** For so long. */
  record Pause(Duration time) implements WaitReading {}

  /** For that time, which may be over. */
  record Until(Instant due) implements WaitReading {}

  /** For nothing: the call is not as it should be. */
  record Unfit(Failure failure) implements WaitReading {}
}
