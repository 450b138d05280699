/** Tests of traces without a node. */
@NullMarked
package dev.fractal.telemetry.trace;

import org.jspecify.annotations.NullMarked;
