/** What a node counts, in the form that Prometheus reads. */
@NullMarked
package dev.fractal.telemetry;

import org.jspecify.annotations.NullMarked;
