@NullMarked
package dev.fractal.http.wire;

import org.jspecify.annotations.NullMarked;
