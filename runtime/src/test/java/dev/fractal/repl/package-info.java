/** Tests of REPLs over kernels that lie, break and are lost. */
@NullMarked
package dev.fractal.repl;

import org.jspecify.annotations.NullMarked;
