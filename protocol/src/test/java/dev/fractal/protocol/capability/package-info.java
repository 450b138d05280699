/** The laws of the capability lattice. */
@NullMarked
package dev.fractal.protocol.capability;

import org.jspecify.annotations.NullMarked;
