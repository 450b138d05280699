package dev.fractal.model;

import dev.fractal.protocol.Usage;

/**
 * What a model answered.
 *
 * @param usage of this reply; unknown where the provider does not say
 * @param lost attempts of the call before this one whose spend nobody knows
 */
public record ModelReply(String text, Usage usage, int lost) {}
