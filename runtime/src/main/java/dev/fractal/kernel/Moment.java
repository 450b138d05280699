package dev.fractal.kernel;

import java.time.Instant;

/**
 * What a cell sees of the world until it suspends or ends; recorded, so that a replay sees the
 * same.
 *
 * @param clock what {@code Date} shows
 * @param budget what {@code budget()} gives, a JSON object
 */
public record Moment(Instant clock, String budget) {}
