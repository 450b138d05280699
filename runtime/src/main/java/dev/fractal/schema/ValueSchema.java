package dev.fractal.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A JSON Schema that values are checked against. It may be guest material: no reference is fetched,
 * patterns match in linear time, and one that never ends or takes too many steps is refused.
 */
public final class ValueSchema {
  private static final int NAMED = 3;
  private static final String TOO_MUCH =
      "checking a value takes too many steps, since its parts refer to each other too often";
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final JsonSchema schema;

  private ValueSchema(JsonSchema schema) {
    this.schema = schema;
  }

  /**
   * Takes a schema that can be used.
   *
   * @throws IllegalArgumentException with one sentence that says why it cannot
   */
  public static ValueSchema of(JsonNode schema) {
    if (!schema.isObject()) {
      throw unusable("it is not an object");
    }
    var badPatterns = new ArrayList<String>();
    try {
      VersionFlag version =
          SpecVersionDetector.detectOptionalVersion(schema, false).orElse(VersionFlag.V202012);
      checkForm(version, schema);
      var compiled = compile(version, Metered.copy(schema, Metered.stepsFor(schema)), badPatterns);
      compiled.initializeValidators();
      if (!badPatterns.isEmpty()) {
        throw unusable("its pattern is no RE2 expression, " + badPatterns.getFirst());
      }
      return new ValueSchema(compiled);
    } catch (Metered.TooManySteps e) {
      throw unusable(TOO_MUCH);
    } catch (JsonSchemaException e) {
      throw unusable(String.valueOf(e.getMessage()));
    } catch (StackOverflowError endless) {
      throw unusable("it refers to itself without end");
    }
  }

  /**
   * Reads the text of a schema.
   *
   * @throws IllegalArgumentException with one sentence that says why it cannot be used
   */
  public static ValueSchema read(String json) {
    return of(parse(json));
  }

  /**
   * Why the schema does not admit a value.
   *
   * @throws IllegalArgumentException with one sentence when the schema turns out to be endless, or
   *     to need far more steps than the value has parts
   */
  public Optional<String> problem(JsonNode value) {
    try {
      var found = schema.validate(Metered.copy(value, Metered.stepsFor(value)));
      return found.isEmpty() ? Optional.empty() : Optional.of(named(found));
    } catch (Metered.TooManySteps e) {
      throw unusable(TOO_MUCH);
    } catch (JsonSchemaException e) {
      throw unusable(String.valueOf(e.getMessage()));
    } catch (StackOverflowError endless) {
      throw unusable("it refers to itself without end");
    }
  }

  /** Why the schema does not admit the value that a JSON text holds. */
  public Optional<String> problem(String json) {
    return problem(parse(json));
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("this is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void checkForm(VersionFlag version, JsonNode schema) {
    var form =
        JsonSchemaFactory.getInstance(version)
            .getSchema(SchemaLocation.of(version.getId()), settings(new ArrayList<>()));
    var found = form.validate(Metered.copy(schema, Metered.stepsFor(schema)));
    if (!found.isEmpty()) {
      throw unusable(named(found));
    }
  }

  private static JsonSchema compile(
      VersionFlag version, JsonNode schema, List<String> badPatterns) {
    return JsonSchemaFactory.getInstance(
            version,
            factory ->
                factory.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())))
        .getSchema(schema, settings(badPatterns));
  }

  private static SchemaValidatorsConfig settings(List<String> badPatterns) {
    return SchemaValidatorsConfig.builder()
        .regularExpressionFactory(regex -> linear(regex, badPatterns))
        .pathType(PathType.JSON_PATH)
        .locale(Locale.ROOT)
        .build();
  }

  /** A bad pattern is noted instead of thrown, since the validator would log what a guest wrote. */
  private static RegularExpression linear(String regex, List<String> badPatterns) {
    try {
      Pattern pattern = Pattern.compile(regex);
      return text -> pattern.matcher(text).find();
    } catch (PatternSyntaxException e) {
      badPatterns.add(String.valueOf(e.getMessage()));
      return text -> false;
    }
  }

  private static String named(Collection<ValidationMessage> found) {
    String problems =
        found.stream()
            .limit(NAMED)
            .map(ValidationMessage::getMessage)
            .collect(Collectors.joining("; "));
    return problems + (found.size() > NAMED ? " (and " + (found.size() - NAMED) + " more)" : "");
  }

  private static IllegalArgumentException unusable(String why) {
    return new IllegalArgumentException(
        "the schema cannot be used: "
            + why.replaceAll("\\s+", " ")
            + "; give a JSON Schema without outside references");
  }
}
