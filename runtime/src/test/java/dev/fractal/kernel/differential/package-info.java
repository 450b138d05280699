/**
 * Decides whether saves are exact: seeded programs run live, rebuilt, restored and forked, and all
 * must answer the same code alike.
 */
@NullMarked
package dev.fractal.kernel.differential;

import org.jspecify.annotations.NullMarked;
