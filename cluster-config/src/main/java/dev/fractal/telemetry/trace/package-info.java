/** Traces of turns, derived from journals and sent to a collector. */
@NullMarked
package dev.fractal.telemetry.trace;

import org.jspecify.annotations.NullMarked;
