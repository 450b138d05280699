/** A node and its sessions as Java code and the command line use them. */
@NullMarked
package dev.fractal.client;

import org.jspecify.annotations.NullMarked;
