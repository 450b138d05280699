/** Reading and checking blocks of the configuration. */
@NullMarked
package dev.fractal.settings;

import org.jspecify.annotations.NullMarked;
