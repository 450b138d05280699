/** What the adapters for real providers share: HTTP attempts, streamed replies and failures. */
@NullMarked
package dev.fractal.model.wire;

import org.jspecify.annotations.NullMarked;
