/** How processes start: the main class of the command line and what it wires together. */
@NullMarked
package dev.fractal.node;

import org.jspecify.annotations.NullMarked;
