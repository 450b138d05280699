/** The adapter for OpenAI-compatible servers. */
@NullMarked
package dev.fractal.model.openai;

import org.jspecify.annotations.NullMarked;
