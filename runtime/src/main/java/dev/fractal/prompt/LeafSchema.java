package dev.fractal.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.resource.DisallowSchemaLoader;
import dev.fractal.protocol.Failure;
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
  private static final SchemaValidatorsConfig SETTINGS =
      SchemaValidatorsConfig.builder()
          .regularExpressionFactory(LeafSchema::linear)
          .locale(Locale.ROOT)
          .build();

  private LeafSchema() {}

  /** Why the schema does not admit the value, or why the schema itself cannot be used. */
  static Optional<Failure> problem(JsonNode schema, JsonNode value) {
    try {
      List<ValidationMessage> found = List.copyOf(compile(schema).validate(value));
      return found.isEmpty() ? Optional.empty() : Optional.of(mismatch(found));
    } catch (JsonSchemaException | PatternSyntaxException | IllegalArgumentException e) {
      return Optional.of(unusable(String.valueOf(e.getMessage())));
    } catch (StackOverflowError endless) {
      return Optional.of(unusable("it refers to itself without end"));
    }
  }

  private static JsonSchema compile(JsonNode schema) {
    VersionFlag version =
        SpecVersionDetector.detectOptionalVersion(schema, false).orElse(VersionFlag.V202012);
    return JsonSchemaFactory.getInstance(
            version,
            factory ->
                factory.schemaLoaders(loaders -> loaders.add(DisallowSchemaLoader.getInstance())))
        .getSchema(schema, SETTINGS);
  }

  private static RegularExpression linear(String regex) {
    Pattern pattern = Pattern.compile(regex);
    return text -> pattern.matcher(text).find();
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
