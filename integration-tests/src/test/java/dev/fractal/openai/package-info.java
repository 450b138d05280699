/** OpenAI's own clients, unmodified, in front of a node. */
@NullMarked
package dev.fractal.openai;

import org.jspecify.annotations.NullMarked;
