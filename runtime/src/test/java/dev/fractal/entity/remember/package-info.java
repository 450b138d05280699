/** The store of remembered entities by itself. */
@NullMarked
package dev.fractal.entity.remember;

import org.jspecify.annotations.NullMarked;
