/** JSON Schemas that values are checked against. */
@NullMarked
package dev.fractal.schema;

import org.jspecify.annotations.NullMarked;
