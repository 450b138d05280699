/** Work on a database by JDBC, and its failures as sentences. */
@NullMarked
package dev.fractal.persistence.database;

import org.jspecify.annotations.NullMarked;
