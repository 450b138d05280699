/** Telling somebody outside what happened: a webhook. */
@NullMarked
package dev.fractal.telemetry.webhook;

import org.jspecify.annotations.NullMarked;
