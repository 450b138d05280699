/** What a session is made with. */
@NullMarked
package dev.fractal.protocol.spec;

import org.jspecify.annotations.NullMarked;
