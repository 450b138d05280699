/** A node and its sessions as its HTTP interface shows them. */
@NullMarked
package dev.fractal.remote;

import org.jspecify.annotations.NullMarked;
