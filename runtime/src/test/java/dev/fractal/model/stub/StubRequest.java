package dev.fractal.model.stub;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A request that the stub server received whole.
 *
 * @param newest the text of the newest message of the user
 * @param number n-th request with its idempotency key, from 1
 * @param headers by lower-case name
 */
public record StubRequest(
    String method,
    String path,
    Map<String, String> headers,
    JsonNode body,
    String newest,
    int number) {

  String key() {
    return headers.getOrDefault("idempotency-key", "");
  }
}
