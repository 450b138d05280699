@NullMarked
package dev.fractal.http;

import org.jspecify.annotations.NullMarked;
