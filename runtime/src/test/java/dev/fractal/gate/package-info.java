/** Escapes that the gates stop, over real directories, servers and processes. */
@NullMarked
package dev.fractal.gate;

import org.jspecify.annotations.NullMarked;
