package dev.fractal.node;

import java.util.List;

/**
 * What a comment says of a key.
 *
 * @param outside values just outside of it
 * @param inside values at its ends
 */
record Promise(String key, List<String> outside, List<String> inside) {}
