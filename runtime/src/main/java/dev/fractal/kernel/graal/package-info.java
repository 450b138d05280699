/** The kernel on GraalJS; nothing outside this package sees GraalVM. */
@NullMarked
package dev.fractal.kernel.graal;

import org.jspecify.annotations.NullMarked;
