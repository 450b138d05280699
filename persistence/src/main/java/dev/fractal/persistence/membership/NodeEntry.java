package dev.fractal.persistence.membership;

import java.time.Duration;

/**
 * A node as the database knows it.
 *
 * @param live whether it has been heard of within its ttl
 * @param age since its registration
 * @param silent since its last beat
 * @param leases how many it holds
 * @param sessions how many were awake on it at its last beat
 */
public record NodeEntry(
    Incarnation incarnation,
    Registration registration,
    NodeState state,
    boolean live,
    Duration age,
    Duration silent,
    int leases,
    int sessions) {}
