/** One row per session, kept by the session itself, so that listing needs no journal scan. */
@NullMarked
package dev.fractal.persistence.catalog;

import org.jspecify.annotations.NullMarked;
