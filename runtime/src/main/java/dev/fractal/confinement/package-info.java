/** What shuts processes off from this machine, as far as it allows. */
@NullMarked
package dev.fractal.confinement;

import org.jspecify.annotations.NullMarked;
