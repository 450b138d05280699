package dev.fractal.http.live;

import java.time.Duration;

/**
 * How live events are followed.
 *
 * @param buffer newest events that are kept for the readers of one session or tree
 * @param poll time between two looks at the journal
 * @param keepAlive time after which a silent stream says that it lives
 * @param stall time after which a reader that takes nothing is cut
 */
public record LiveConfig(int buffer, Duration poll, Duration keepAlive, Duration stall) {}
