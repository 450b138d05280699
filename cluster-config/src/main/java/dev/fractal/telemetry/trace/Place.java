package dev.fractal.telemetry.trace;

import java.util.Optional;

/**
 * Where a turn's span hangs.
 *
 * @param trace 32 hex digits
 * @param parent span of the cell that asked for the turn, 16 hex digits; empty for a caller's turn
 */
record Place(String trace, Optional<String> parent) {}
