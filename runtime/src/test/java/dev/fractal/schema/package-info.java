/** Tests of JSON Schemas. */
@NullMarked
package dev.fractal.schema;

import org.jspecify.annotations.NullMarked;
