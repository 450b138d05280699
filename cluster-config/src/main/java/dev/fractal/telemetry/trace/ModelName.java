package dev.fractal.telemetry.trace;

import java.util.Map;

/** A model as the conventions name it. */
record ModelName(String provider, String model) {
  private static final Map<String, String> CONVENTIONAL = Map.of("gemini", "gcp.gemini");

  /** Of a spec like {@code openai:gpt-5}; of a playbook's file only the last name is told. */
  static ModelName of(String spec) {
    int colon = spec.indexOf(':');
    var provider = colon < 0 ? spec : spec.substring(0, colon);
    var model = spec.substring(colon + 1);
    return new ModelName(
        CONVENTIONAL.getOrDefault(provider, provider),
        provider.equals("playbook") ? model.substring(model.lastIndexOf('/') + 1) : model);
  }
}
