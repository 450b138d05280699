/** The directions between modules and packages, and habits that the compiler cannot check. */
@NullMarked
package dev.fractal.architecture;

import org.jspecify.annotations.NullMarked;
