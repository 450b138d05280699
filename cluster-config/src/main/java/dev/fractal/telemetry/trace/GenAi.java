package dev.fractal.telemetry.trace;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.fractal.protocol.Quantity;
import dev.fractal.protocol.Usage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;

/**
 * Attributes of spans: those of OpenTelemetry's conventions for generative AI, version 1.41, and,
 * beginning with {@code fractal}, what these have no name for.
 */
final class GenAi {
  static final AttributeKey<String> OPERATION = stringKey("gen_ai.operation.name");
  static final AttributeKey<String> PROVIDER = stringKey("gen_ai.provider.name");
  static final AttributeKey<String> MODEL = stringKey("gen_ai.request.model");
  static final AttributeKey<String> CONVERSATION = stringKey("gen_ai.conversation.id");
  static final AttributeKey<String> TOOL = stringKey("gen_ai.tool.name");
  static final AttributeKey<String> TOOL_TYPE = stringKey("gen_ai.tool.type");
  static final AttributeKey<String> TOOL_CALL = stringKey("gen_ai.tool.call.id");
  static final AttributeKey<String> ERROR = stringKey("error.type");

  static final AttributeKey<Long> TURN = longKey("fractal.turn");
  static final AttributeKey<Long> STEP = longKey("fractal.step");
  static final AttributeKey<Long> CELL = longKey("fractal.cell");
  static final AttributeKey<Long> STEPS = longKey("fractal.steps");
  static final AttributeKey<Long> DEPTH = longKey("fractal.depth");
  static final AttributeKey<Long> LOST = longKey("fractal.lost_attempts");
  static final AttributeKey<Long> CALLS = longKey("fractal.calls");
  static final AttributeKey<String> CALL = stringKey("fractal.call");
  static final AttributeKey<String> ROLE = stringKey("fractal.role");
  static final AttributeKey<String> OUTCOME = stringKey("fractal.outcome");

  private static final AttributeKey<Long> INPUT = longKey("gen_ai.usage.input_tokens");
  private static final AttributeKey<Long> OUTPUT = longKey("gen_ai.usage.output_tokens");
  private static final AttributeKey<Long> CACHED = longKey("gen_ai.usage.cache_read.input_tokens");
  private static final AttributeKey<Double> USD = doubleKey("fractal.cost.usd");

  private GenAi() {}

  /** What is known of a usage; what nobody said is left out. */
  static void usage(AttributesBuilder attributes, Usage usage) {
    tokens(attributes, INPUT, usage.input());
    tokens(attributes, OUTPUT, usage.output());
    tokens(attributes, CACHED, usage.cached());
    if (usage.usd() instanceof Quantity.Known(var known)) {
      attributes.put(USD, known.doubleValue());
    }
  }

  /** Attempts whose spend nobody knows. */
  static void lost(AttributesBuilder attributes, int lost) {
    if (lost > 0) {
      attributes.put(LOST, lost);
    }
  }

  private static void tokens(
      AttributesBuilder attributes, AttributeKey<Long> key, Quantity amount) {
    if (amount instanceof Quantity.Known(var known)) {
      attributes.put(key, known.longValue());
    }
  }
}
