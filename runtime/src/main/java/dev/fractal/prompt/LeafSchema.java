package dev.fractal.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.fractal.protocol.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks a leaf's value against the JSON Schema that a cell wrote. The schema is guest material: no
 * reference is fetched, patterns match in linear time, and one that never ends is refused.
 */
final class LeafSchema {
  private static final int NAMED = 3;

  private LeafSchema() {}

  /** Why the schema does not admit the value, or why the schema itself cannot be used. */
  static Optional<Failure> problem(JsonNode schema, JsonNode value) {
    List<String> badPatterns = new ArrayList<>();
    try {
      List<ValidationMessage> found = List.copyOf(compile(schema, badPatterns).validate(value));
      if (!badPatterns.isEmpty()) {
        return Optional.of(unusable("its pattern is no RE2 expression, " + badPatterns.getFirst()));
      }
      return found.isEmpty() ? Optional.empty() : Optional.of(mismatch(found));
    } catch (JsonSchemaException | IllegalArgumentException e) {
      return Optional.of(unusable(String.valueOf(e.getMessage())));
    } catch (StackOverflowError endless) {
      return Optional.of(unusable("it refers to itself without end"));
    }
  }

  private static JsonSchema compile(JsonNode schema, List<String> badPatterns) {
    VersionFlag version =
        SpecVersionDetector.detectOptionalVersion(schema, false).orElse(VersionFlag.V202012);
    SchemaValidatorsConfig settings =
        SchemaValidatorsConfig.builder()
            .regularExpressionFactory(regex -> linear(regex, badPatterns))
            .pathType(PathType.JSON_PATH)
            .locale(Locale.ROOT)
            .build();
    return JsonSchemaFactory.getInstance(
            version,
            factory ->
                factory.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())))
        .getSchema(schema, settings);
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

  private static Failure mismatch(List<ValidationMessage> found) {
    String problems =
        found.stream()
            .limit(NAMED)
            .map(ValidationMessage::getMessage)
            .collect(Collectors.joining("; "));
    String more = found.size() > NAMED ? " (and " + (found.size() - NAMED) + " more)" : "";
    return new Failure(
        "LeafSchemaMismatch",
        "the leaf's answer does not fit the schema: "
            + problems
            + more
            + "; ask again with a query that says so, or loosen the schema");
  }

  private static Failure unusable(String why) {
    return new Failure(
        "BadSchema",
        "the schema cannot be used: "
            + why.replaceAll("\\s+", " ")
            + "; give a JSON Schema without outside references");
  }
}
