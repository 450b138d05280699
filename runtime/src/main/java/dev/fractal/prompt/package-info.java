/** What models are told: the behaviour prompt, and the prompts and replies of leaf calls. */
@NullMarked
package dev.fractal.prompt;

import org.jspecify.annotations.NullMarked;
