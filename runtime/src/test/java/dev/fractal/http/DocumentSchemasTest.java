package dev.fractal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.http.routes.AccessDocument;
import dev.fractal.http.routes.AliveDocument;
import dev.fractal.http.routes.ReadyDocument;
import dev.fractal.view.document.AskDocument;
import dev.fractal.view.document.BudgetDocument;
import dev.fractal.view.document.CallDocument;
import dev.fractal.view.document.CancelledDocument;
import dev.fractal.view.document.CellDocument;
import dev.fractal.view.document.ChildCostDocument;
import dev.fractal.view.document.DerivedDocument;
import dev.fractal.view.document.EdgeDocument;
import dev.fractal.view.document.EventDocument;
import dev.fractal.view.document.GapDocument;
import dev.fractal.view.document.HeadDocument;
import dev.fractal.view.document.MessageDocument;
import dev.fractal.view.document.NoteDocument;
import dev.fractal.view.document.OpenAskDocument;
import dev.fractal.view.document.PayloadDocument;
import dev.fractal.view.document.PendingDocument;
import dev.fractal.view.document.ProgressDocument;
import dev.fractal.view.document.ReasonDocument;
import dev.fractal.view.document.ReleasePendingDocument;
import dev.fractal.view.document.ReleasedDocument;
import dev.fractal.view.document.ResultDocument;
import dev.fractal.view.document.RowDocument;
import dev.fractal.view.document.ScheduleDocument;
import dev.fractal.view.document.ScheduledDocument;
import dev.fractal.view.document.SessionCostDocument;
import dev.fractal.view.document.SessionDocument;
import dev.fractal.view.document.SpendDocument;
import dev.fractal.view.document.StatusDocument;
import dev.fractal.view.document.StepDocument;
import dev.fractal.view.document.TreeDocument;
import dev.fractal.view.document.TurnCostDocument;
import dev.fractal.view.document.TurnDocument;
import dev.fractal.view.document.VariableDocument;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code openapi.json} says of a document is what its record has. */
final class DocumentSchemasTest {
  private static final Map<String, Class<? extends Record>> DOCUMENTS =
      Map.ofEntries(
          Map.entry("Status", StatusDocument.class),
          Map.entry("Derived", DerivedDocument.class),
          Map.entry("Cancelled", CancelledDocument.class),
          Map.entry("Pending", PendingDocument.class),
          Map.entry("TurnResult", ResultDocument.class),
          Map.entry("Alive", AliveDocument.class),
          Map.entry("Ready", ReadyDocument.class),
          Map.entry("Access", AccessDocument.class),
          Map.entry("Reason", ReasonDocument.class),
          Map.entry("Released", ReleasedDocument.class),
          Map.entry("ReleasePending", ReleasePendingDocument.class),
          Map.entry("Row", RowDocument.class),
          Map.entry("Session", SessionDocument.class),
          Map.entry("SessionBudget", BudgetDocument.class),
          Map.entry("BudgetPart", BudgetDocument.Part.class),
          Map.entry("OpenTurn", TurnDocument.Open.class),
          Map.entry("EndedTurn", TurnDocument.Ended.class),
          Map.entry("Message", MessageDocument.class),
          Map.entry("Head", HeadDocument.class),
          Map.entry("Spend", SpendDocument.class),
          Map.entry("Tree", TreeDocument.class),
          Map.entry("Note", NoteDocument.class),
          Map.entry("OpenAsk", OpenAskDocument.class),
          Map.entry("Ask", AskDocument.class),
          Map.entry("Step", StepDocument.class),
          Map.entry("Call", CallDocument.class),
          Map.entry("Cell", CellDocument.class),
          Map.entry("Cost", SessionCostDocument.class),
          Map.entry("TurnCost", TurnCostDocument.class),
          Map.entry("ChildCost", ChildCostDocument.class),
          Map.entry("Edge", EdgeDocument.class),
          Map.entry("Variable", VariableDocument.class),
          Map.entry("Schedule", ScheduleDocument.class),
          Map.entry("Scheduled", ScheduledDocument.class),
          Map.entry("Payload", PayloadDocument.class),
          Map.entry("Event", EventDocument.class),
          Map.entry("Progress", ProgressDocument.class),
          Map.entry("Gap", GapDocument.class));

  private final JsonNode openApi = read();
  private final Set<Type> seen = new HashSet<>();

  private static JsonNode read() {
    try (var text = DocumentSchemasTest.class.getResourceAsStream("openapi.json")) {
      return new JsonMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError("openapi.json cannot be read", e);
    }
  }

  @Test
  void everyDocumentsSchemaHasTheFieldsOfItsRecord() {
    DOCUMENTS.forEach(
        (name, document) -> agree(openApi.at("/components/schemas/" + name), document, name));
  }

  @Test
  void everySchemaOfAnAnswerIsThatOfARecord() {
    var schemas = openApi.at("/components/schemas").properties();
    assertThat(schemas)
        .extracting(Map.Entry::getKey)
        .containsAll(DOCUMENTS.keySet())
        .filteredOn(name -> !DOCUMENTS.containsKey(name))
        .containsExactlyInAnyOrder("SessionId", "Address", "AskId", "Problem", "ChatError");
  }

  /** What an event has besides depends on its type; no other document has more than its record. */
  @Test
  void onlyEventsHaveFieldsBesidesThoseOfTheirRecord() {
    assertThat(openApi.at("/components/schemas").properties())
        .filteredOn(schema -> DOCUMENTS.containsKey(schema.getKey()))
        .filteredOn(schema -> schema.getValue().has("additionalProperties"))
        .extracting(Map.Entry::getKey)
        .containsExactly("Event");
  }

  private void agree(JsonNode given, Class<?> document, String name) {
    var schema = resolved(given);
    if (!seen.add(document)) {
      return;
    }
    var components = document.getRecordComponents();
    assertThat(List.copyOf(schema.path("properties").properties()))
        .as(name)
        .extracting(Map.Entry::getKey)
        .containsExactly(
            Arrays.stream(components).map(RecordComponent::getName).toArray(String[]::new));
    assertThat(texts(schema.path("required")))
        .as("what %s always has", name)
        .containsExactly(
            Arrays.stream(components)
                .filter(component -> !maybeMissing(component))
                .map(RecordComponent::getName)
                .toArray(String[]::new));
    for (var component : components) {
      var field = schema.path("properties").path(component.getName());
      agree(field, component.getGenericType(), maybeMissing(component), name + "." + component);
    }
  }

  private void agree(JsonNode field, Type type, boolean missing, String name) {
    if (type instanceof ParameterizedType generic && generic.getRawType() == Optional.class) {
      assertThat(isNullable(field)).as("%s may be null", name).isEqualTo(!missing);
      agree(field, generic.getActualTypeArguments()[0], true, name);
    } else if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      assertThat(texts(resolved(field).path("type"))).as(name).containsExactly("array");
      agree(field.path("items"), generic.getActualTypeArguments()[0], true, name + "[]");
    } else {
      assertThat(missing || !isNullable(field)).as("%s is never null", name).isTrue();
      if (type instanceof Class<?> document && isDocument(document)) {
        agree(field, document, name);
      }
    }
  }

  private static boolean isDocument(Class<?> type) {
    return type.isRecord() && type.getName().contains("Document");
  }

  private static boolean maybeMissing(RecordComponent component) {
    var included = component.getAccessor().getAnnotation(JsonInclude.class);
    return included != null && included.value() == JsonInclude.Include.NON_ABSENT;
  }

  private boolean isNullable(JsonNode field) {
    return texts(resolved(field).path("type")).contains("null");
  }

  private JsonNode resolved(JsonNode schema) {
    return schema.has("$ref") ? openApi.at(schema.path("$ref").asText().substring(1)) : schema;
  }

  private static List<String> texts(JsonNode node) {
    return node.isTextual()
        ? List.of(node.textValue())
        : node.valueStream().map(JsonNode::asText).toList();
  }
}
