/**
 * The kernel over any engine: preludes, meters, the desk for inputs; realms behind a small port.
 */
@NullMarked
package dev.fractal.kernel.guest;

import org.jspecify.annotations.NullMarked;
