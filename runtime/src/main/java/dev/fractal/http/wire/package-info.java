/**
 * What every route of the HTTP server shares: requests read, answers written, problems, access, TLS
 * and limits.
 */
@NullMarked
package dev.fractal.http.wire;

import org.jspecify.annotations.NullMarked;
