package dev.fractal.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The files of {@code docs/deploy} as data.
 *
 * @param objects the documents for Kubernetes
 */
record Manifests(List<JsonNode> objects, JsonNode compose, String dockerfile) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Manifests {
    objects = List.copyOf(objects);
  }

  static Manifests read() {
    return read(text -> text);
  }

  /** The same with every text changed first, for a check that must find the change. */
  static Manifests read(UnaryOperator<String> change) {
    var home = home();
    try (var files = Files.list(home.resolve("kubernetes"))) {
      var objects = new ArrayList<JsonNode>();
      for (var file : files.sorted().toList()) {
        objects.addAll(documents(change.apply(Files.readString(file))));
      }
      return new Manifests(
          objects,
          documents(change.apply(Files.readString(home.resolve("compose/compose.yaml"))))
              .getFirst(),
          change.apply(Files.readString(home.resolve("Dockerfile"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> documents(String text) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    var documents = new ArrayList<JsonNode>();
    new Yaml(new SafeConstructor(options))
        .loadAll(text)
        .forEach(document -> documents.add(JSON.valueToTree(document)));
    return documents;
  }

  private static Path home() {
    for (var place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
      if (Files.isDirectory(place.resolve("docs/deploy"))) {
        return place.resolve("docs/deploy");
      }
    }
    throw new IllegalStateException("the tests do not run within a checkout: no docs/deploy above");
  }

  /** The object of a kind and a name; one that is missing has nothing in it. */
  JsonNode object(String kind, String name) {
    return objects.stream()
        .filter(object -> object.path("kind").asText().equals(kind))
        .filter(object -> object.at("/metadata/name").asText().equals(name))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** What runs in each pod. */
  JsonNode pod() {
    return object("Deployment", "fractal").at("/spec/template/spec");
  }

  /** The node's container. */
  JsonNode container() {
    return pod().at("/containers/0");
  }

  /** The nodes of the compose file. */
  List<JsonNode> services() {
    return compose.path("services").properties().stream()
        .filter(service -> service.getKey().startsWith("node-"))
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The files that {@code kubectl apply -k} shall take. */
  List<String> files() {
    try (var files = Files.list(home().resolve("kubernetes"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.contains("template") && !name.startsWith("kustomization"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The files that it takes. */
  List<String> applied() {
    return objects.stream()
        .filter(object -> object.path("kind").asText().equals("Kustomization"))
        .flatMap(object -> each(object.path("resources")))
        .map(JsonNode::asText)
        .toList();
  }

  static Stream<JsonNode> each(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
