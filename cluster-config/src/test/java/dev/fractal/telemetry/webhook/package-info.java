@NullMarked
package dev.fractal.telemetry.webhook;

import org.jspecify.annotations.NullMarked;
