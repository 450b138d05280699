/** Content-addressed texts: stored once, checked on read. */
@NullMarked
package dev.fractal.persistence.payload;

import org.jspecify.annotations.NullMarked;
