/** Tool servers that speak the Model Context Protocol, as toolsets. */
@NullMarked
package dev.fractal.toolset.mcp;

import org.jspecify.annotations.NullMarked;
