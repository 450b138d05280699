/** The wire format of OpenAI's chat completions: what a request means, and how sessions answer. */
@NullMarked
package dev.fractal.http.openai;

import org.jspecify.annotations.NullMarked;
