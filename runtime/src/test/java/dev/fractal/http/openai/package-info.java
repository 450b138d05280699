@NullMarked
package dev.fractal.http.openai;

import org.jspecify.annotations.NullMarked;
