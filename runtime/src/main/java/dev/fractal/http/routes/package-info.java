/** One class for each group of routes of the HTTP server, and what they are lent. */
@NullMarked
package dev.fractal.http.routes;

import org.jspecify.annotations.NullMarked;
