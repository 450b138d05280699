package dev.fractal.http.routes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.http.openai.Conversations;
import dev.fractal.http.wire.Fields;
import dev.fractal.http.wire.Problem;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.view.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The models that clients may name: {@code fractal}, which is the node's for a new session and the
 * session's own for any other, and those of the configuration. Nothing else can be reached by a
 * name, and no name says what a session may do.
 *
 * @param specs model specs by name
 */
public record ChatModels(Map<String, String> specs, Models models, Beginnings beginnings) {
  private static final String OWN = "fractal";

  /** What a session is made with whose model is called like that. */
  Conversations.Terms terms(String name) {
    var spec = Optional.ofNullable(specs.get(name));
    if (spec.isEmpty() && !name.equals(OWN)) {
      throw new Problem(
              404,
              "ModelNotFound",
              "model '"
                  + Fields.shortened(name)
                  + "' is unknown; GET /v1/models lists those that are there",
              Optional.of("model"))
          .thrown();
    }
    Optional<ModelChoice> choice = spec.map(models::all);
    return new Conversations.Terms(
        () -> beginnings.plain(choice.orElseGet(models::standard)), choice);
  }

  ObjectNode list() {
    var document = Json.object().put("object", "list");
    document.set("data", Json.array(names(), ChatModels::model));
    return document;
  }

  private List<String> names() {
    var names = new ArrayList<>(specs.keySet().stream().sorted().toList());
    if (!models.terms().model().isBlank() && !names.contains(OWN)) {
      names.addFirst(OWN);
    }
    return names;
  }

  private static ObjectNode model(String name) {
    return Json.object()
        .put("id", name)
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", OWN);
  }
}
