/** The conservation law of budgets. */
@NullMarked
package dev.fractal.protocol.budget;

import org.jspecify.annotations.NullMarked;
