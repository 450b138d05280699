/** Sessions that are stopped after every single event and go on to the same end. */
@NullMarked
package dev.fractal.crash;

import org.jspecify.annotations.NullMarked;
