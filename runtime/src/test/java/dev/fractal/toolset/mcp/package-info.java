/** The adapter for tool servers, over a server that is a process of its own. */
@NullMarked
package dev.fractal.toolset.mcp;

import org.jspecify.annotations.NullMarked;
