/** Ids and values that cross a wire or a disk: sessions, turns, payloads, quantities. */
@NullMarked
package dev.fractal.protocol;

import org.jspecify.annotations.NullMarked;
