package dev.fractal.protocol;

/**
 * A named input of a session: an immutable text in the payload store.
 *
 * @param chars length in UTF-16 units
 */
public record InputRef(PayloadId payload, long chars) {}
