/** How events and snapshots become bytes, and reading a journal without an actor system. */
@NullMarked
package dev.fractal.persistence.journal;

import org.jspecify.annotations.NullMarked;
