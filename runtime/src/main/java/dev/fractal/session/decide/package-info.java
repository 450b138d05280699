/**
 * What a session answers to a message: pure functions from state and message to events or a
 * refusal.
 */
@NullMarked
package dev.fractal.session.decide;

import org.jspecify.annotations.NullMarked;
