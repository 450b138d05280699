package dev.fractal.model.provider;

import java.util.Arrays;
import java.util.Optional;

/** The providers that are asked over the network. */
public enum Provider {
  OPENAI("openai", true),
  ANTHROPIC("anthropic", true),
  GEMINI("gemini", true),
  /** Runs on one's own machines, as a rule without a key. */
  OLLAMA("ollama", false);

  private final String word;
  private final boolean needsKey;

  Provider(String word, boolean needsKey) {
    this.word = word;
    this.needsKey = needsKey;
  }

  /** The first part of its models' specs, and its block under {@code fractal.models}. */
  public String word() {
    return word;
  }

  public boolean needsKey() {
    return needsKey;
  }

  static Optional<Provider> of(String word) {
    return Arrays.stream(values()).filter(provider -> provider.word.equals(word)).findFirst();
  }
}
