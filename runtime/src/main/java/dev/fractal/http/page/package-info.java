/** The files of the web page. */
@NullMarked
package dev.fractal.http.page;

import org.jspecify.annotations.NullMarked;
