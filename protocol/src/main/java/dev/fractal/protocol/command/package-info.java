/** What can be asked of a session, and what it answers. */
@NullMarked
package dev.fractal.protocol.command;

import org.jspecify.annotations.NullMarked;
