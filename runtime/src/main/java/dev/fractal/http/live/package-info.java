/** Live events of sessions and trees, for readers of any speed. */
@NullMarked
package dev.fractal.http.live;

import org.jspecify.annotations.NullMarked;
