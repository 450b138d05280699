/** How a session behaves: the pure decider and fold, and the actor that wires them to effects. */
@NullMarked
package dev.fractal.session;

import org.jspecify.annotations.NullMarked;
