/**
 * Tells cluster sharding which sessions to start again: those that the store says have work left.
 */
@NullMarked
package dev.fractal.entity.remember;

import org.jspecify.annotations.NullMarked;
