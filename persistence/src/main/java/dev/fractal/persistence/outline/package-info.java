/** What sessions come to, kept beside their journals so that reading them does not grow. */
@NullMarked
package dev.fractal.persistence.outline;

import org.jspecify.annotations.NullMarked;
