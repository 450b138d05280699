/** What code in a session may do, as plain data: gates, their meet, profiles and overrides. */
@NullMarked
package dev.fractal.protocol.capability;

import org.jspecify.annotations.NullMarked;
