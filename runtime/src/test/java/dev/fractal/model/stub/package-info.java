/** A model server for tests that speaks the providers' wire formats. */
@NullMarked
package dev.fractal.model.stub;

import org.jspecify.annotations.NullMarked;
