package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OpenApiTest {
  private static final String READ = "/get/responses/200/content/application~1json/schema";

  private static List<String> documented(HttpRig rig) {
    var operations = new ArrayList<String>();
    rig.get("/openapi.json")
        .json()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return operations;
  }

  @Test
  void theDocumentHasEveryRouteAndNoOther() {
    try (var rig = HttpRig.start()) {
      assertThat(rig.get("/openapi.json").json().path("openapi").asText()).startsWith("3.1");
      assertThat(documented(rig)).containsExactlyInAnyOrderElementsOf(rig.routes());
    }
  }

  @Test
  void everyDocumentedOperationIsThere() {
    try (var rig = HttpRig.start()) {
      for (var operation : documented(rig)) {
        var words = operation.split(" ", 2);
        var path =
            words[1]
                .replace("{id}", "s1")
                .replace("{turn}", "1")
                .replace("{payload}", "x")
                .replace("{ask}", "x")
                .replace("{name}", "x")
                .replace("{file}", "main.js");
        var answer =
            rig.send(
                rig.request(path)
                    .method(words[0], HttpRequest.BodyPublishers.ofString("{\"no\":1}"))
                    .header("Content-Type", "application/json"));
        assertThat(answer.status()).as(operation).isNotIn(404, 405).isLessThan(500);
      }
    }
  }

  /** Models have the forms of another protocol. */
  @Test
  void whatIsReadIsDescribedByItsFields() {
    try (var rig = HttpRig.start()) {
      assertThat(rig.get("/openapi.json").json().path("paths").properties())
          .filteredOn(path -> path.getKey().startsWith("/v1/"))
          .filteredOn(path -> isBare(path.getValue().at(READ)))
          .extracting(Map.Entry::getKey)
          .containsExactly("/v1/models");
    }
  }

  private static boolean isBare(JsonNode schema) {
    return schema.isObject()
        && Stream.of(schema, schema.path("items"), schema.path("additionalProperties"))
            .noneMatch(part -> part.has("$ref"));
  }

  @Test
  void everyReferenceInItIsDefined() {
    try (var rig = HttpRig.start()) {
      var document = rig.get("/openapi.json").json();
      var references = document.findValuesAsText("$ref");
      assertThat(references).isNotEmpty();
      assertThat(references)
          .allSatisfy(
              reference ->
                  assertThat(document.at(reference.substring(1)).isMissingNode())
                      .as(reference)
                      .isFalse());
    }
  }
}
