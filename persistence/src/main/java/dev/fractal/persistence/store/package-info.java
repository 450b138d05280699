/** The database: connection, schema and the lock of an embedded store. */
@NullMarked
package dev.fractal.persistence.store;

import org.jspecify.annotations.NullMarked;
