/** Functions that embedders and tool servers offer to cells, behind a port. */
@NullMarked
package dev.fractal.toolset;

import org.jspecify.annotations.NullMarked;
