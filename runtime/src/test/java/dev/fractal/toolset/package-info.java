/** Toolsets: the contract of the port, and what a node makes of them. */
@NullMarked
package dev.fractal.toolset;

import org.jspecify.annotations.NullMarked;
