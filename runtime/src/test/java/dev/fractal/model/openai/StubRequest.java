package dev.fractal.model.openai;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A request that the stub server received whole.
 *
 * @param number n-th request with its idempotency key, from 1
 * @param headers by lower-case name
 */
record StubRequest(
    String method, String path, Map<String, String> headers, JsonNode body, int number) {

  String key() {
    return headers.getOrDefault("idempotency-key", "");
  }

  /** The text of the newest message of the user. */
  String newest() {
    String newest = "";
    for (JsonNode message : body.path("messages")) {
      if (message.path("role").asText().equals("user")) {
        newest = message.path("content").asText();
      }
    }
    return newest;
  }
}
