/** The HTTP way into a node: routes, who may use them, and what goes wrong. */
@NullMarked
package dev.fractal.http;

import org.jspecify.annotations.NullMarked;
