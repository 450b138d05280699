package dev.fractal.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** What a process left: its exit code and what it said. */
record Ended(int exit, String out, String err) {
  /** Standard output as the one JSON document that it has to be. */
  JsonNode json() {
    try {
      return JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readTree(out);
    } catch (JsonProcessingException e) {
      throw new AssertionError("standard output is not one JSON document: " + this, e);
    }
  }
}
