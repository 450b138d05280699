/** What a session is: the pure fold of its events, and what it waits for. */
@NullMarked
package dev.fractal.session.state;

import org.jspecify.annotations.NullMarked;
