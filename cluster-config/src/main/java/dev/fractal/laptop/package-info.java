/** A cluster of node processes on this machine, with a PostgreSQL of its own if need be. */
@NullMarked
package dev.fractal.laptop;

import org.jspecify.annotations.NullMarked;
