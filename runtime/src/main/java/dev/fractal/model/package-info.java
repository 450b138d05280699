/** The port to language models, with retries, deadlines and concurrency limits around it. */
@NullMarked
package dev.fractal.model;

import org.jspecify.annotations.NullMarked;
