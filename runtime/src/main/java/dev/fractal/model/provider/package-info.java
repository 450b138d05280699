/** Where model specs become clients: the configured providers and what is known of them. */
@NullMarked
package dev.fractal.model.provider;

import org.jspecify.annotations.NullMarked;
