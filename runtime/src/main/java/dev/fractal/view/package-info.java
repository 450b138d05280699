/** What a session's journal tells: pure folds from events to what users read. */
@NullMarked
package dev.fractal.view;

import org.jspecify.annotations.NullMarked;
