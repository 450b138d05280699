/** Sessions proved: the pure deciders and fold, and the actor around them. */
@NullMarked
package dev.fractal.session;

import org.jspecify.annotations.NullMarked;
