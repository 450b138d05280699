/** The adapters for Anthropic, Gemini and Ollama, whose requests LangChain4j writes. */
@NullMarked
package dev.fractal.model.dialect;

import org.jspecify.annotations.NullMarked;
