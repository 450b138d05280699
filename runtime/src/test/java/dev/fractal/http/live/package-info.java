@NullMarked
package dev.fractal.http.live;

import org.jspecify.annotations.NullMarked;
