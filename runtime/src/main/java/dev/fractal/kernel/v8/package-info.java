/**
 * The kernel on V8; nothing outside this package sees Javet. Only for processes that may be lost.
 */
@NullMarked
package dev.fractal.kernel.v8;

import org.jspecify.annotations.NullMarked;
