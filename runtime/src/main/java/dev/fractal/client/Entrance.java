package dev.fractal.client;

import java.net.URI;
import java.util.Optional;

/**
 * Where a node is reached over HTTP.
 *
 * @param admission who may come in, in one sentence
 * @param health where health alone is told, if there is such a place
 */
public record Entrance(URI address, String admission, Optional<URI> health) {}
