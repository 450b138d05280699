/** The web page of a real node in a real browser. */
@NullMarked
package dev.fractal.page;

import org.jspecify.annotations.NullMarked;
