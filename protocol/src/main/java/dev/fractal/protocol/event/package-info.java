/** What happened in a session, as its journal keeps it. */
@NullMarked
package dev.fractal.protocol.event;

import org.jspecify.annotations.NullMarked;
