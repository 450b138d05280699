/**
 * What a session has done outside of its actor: model, leaf, child, gate and tool calls,
 * evaluations, the catalog.
 */
@NullMarked
package dev.fractal.session.work;

import org.jspecify.annotations.NullMarked;
