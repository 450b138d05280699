/** The port around the sandboxed REPL: cells in, sealed outcomes out, strings of JSON across. */
@NullMarked
package dev.fractal.kernel;

import org.jspecify.annotations.NullMarked;
