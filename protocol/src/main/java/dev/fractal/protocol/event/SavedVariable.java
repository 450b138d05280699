package dev.fractal.protocol.event;

import dev.fractal.protocol.Content;

/**
 * One variable in a snapshot.
 *
 * @param digest content address of its canonical form
 * @param encoded its canonical form in the kernel's snapshot format
 */
public record SavedVariable(String digest, Content encoded) {}
