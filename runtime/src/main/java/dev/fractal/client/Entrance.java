package dev.fractal.client;

import java.net.URI;

/**
 * Where a node is reached over HTTP.
 *
 * @param admission who may come in, in one sentence
 */
public record Entrance(URI address, String admission) {}
