@NullMarked
package dev.fractal.http.lanes;

import org.jspecify.annotations.NullMarked;
