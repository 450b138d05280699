package dev.fractal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Supplier;

/**
 * A verb's answer, as a document and as text; only the one that was asked for is made.
 *
 * @param text goes to standard output as it is
 */
record Report(int exit, Supplier<? extends JsonNode> json, Supplier<String> text) {
  static Report ok(Supplier<? extends JsonNode> json, Supplier<String> text) {
    return new Report(Exit.OK, json, text);
  }
}
