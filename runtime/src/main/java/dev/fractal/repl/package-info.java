/** A session's REPL over a kernel that may be dropped at any moment and is rebuilt by replay. */
@NullMarked
package dev.fractal.repl;

import org.jspecify.annotations.NullMarked;
