package dev.fractal.persistence.membership;

import java.time.Duration;

/**
 * What a node says about itself when it starts.
 *
 * @param address where other nodes reach it, like {@code pekko://fractal@127.0.0.1:25520}; no two
 *     live nodes have the same
 * @param name for people
 * @param version of its software
 * @param ttl how long it counts as alive after a beat
 */
public record Registration(String address, String name, String version, Duration ttl) {}
