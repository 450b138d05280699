/** The kernel contract and its fake. */
@NullMarked
package dev.fractal.kernel;

import org.jspecify.annotations.NullMarked;
