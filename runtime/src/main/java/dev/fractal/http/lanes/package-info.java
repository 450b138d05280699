/** The threads on which requests are served, so that heavy ones do not keep light ones waiting. */
@NullMarked
package dev.fractal.http.lanes;

import org.jspecify.annotations.NullMarked;
