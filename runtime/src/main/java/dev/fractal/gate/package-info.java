/** Files, fetches and programs behind the gates of a capability; knows no kernel and no session. */
@NullMarked
package dev.fractal.gate;

import org.jspecify.annotations.NullMarked;
