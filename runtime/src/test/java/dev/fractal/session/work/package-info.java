/** Sessions proved: the pure deciders and fold, and the actor around them. */
@NullMarked
package dev.fractal.session.work;

import org.jspecify.annotations.NullMarked;
