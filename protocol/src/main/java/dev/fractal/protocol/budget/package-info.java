/** Conserved quantities that are granted down a tree of sessions, and the ledger of one session. */
@NullMarked
package dev.fractal.protocol.budget;

import org.jspecify.annotations.NullMarked;
