/** The command line: verbs that drive and read sessions, and how their answers are printed. */
@NullMarked
package dev.fractal.cli;

import org.jspecify.annotations.NullMarked;
