@NullMarked
package dev.fractal.bench;

import org.jspecify.annotations.NullMarked;
