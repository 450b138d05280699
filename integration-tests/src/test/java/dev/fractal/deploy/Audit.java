package dev.fractal.deploy;

import static dev.fractal.deploy.Manifests.each;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Compares manifests with what a node reads and serves; one sentence for each difference. */
final class Audit {
  private static final Pattern EXPOSED = Pattern.compile("(?m)^EXPOSE (.*)$");
  private static final List<String> PROBES =
      List.of("startupProbe", "livenessProbe", "readinessProbe");

  /** preStop 5, HTTP 6, leaving the cluster 40, work that still runs 30: see docs/operations.md. */
  private static final int LEAVING_SECONDS = 81;

  private final Manifests manifests;
  private final Settings settings;
  private final Set<String> routes;
  private final List<String> found = new ArrayList<>();

  private Audit(Manifests manifests, Settings settings, Set<String> routes) {
    this.manifests = manifests;
    this.settings = settings;
    this.routes = Set.copyOf(routes);
  }

  /**
   * Every difference.
   *
   * @param routes the paths that a node serves
   */
  static List<String> differences(Manifests manifests, Settings settings, Set<String> routes) {
    var audit = new Audit(manifests, settings, routes);
    audit.ports();
    audit.probes();
    audit.variables();
    audit.references();
    audit.labels();
    audit.files();
    audit.leaving();
    return List.copyOf(audit.found);
  }

  private void same(String what, Object expected, Object actual) {
    if (!expected.equals(actual)) {
      found.add("%s is %s, but %s is expected".formatted(what, actual, expected));
    }
  }

  private void ports() {
    var both = Set.of(settings.remoting(), settings.http());
    same(
        "the container's ports",
        Set.of(settings.remoting(), settings.http(), settings.health()),
        numbers(manifests.container().path("ports"), "containerPort"));
    same("the name of the HTTP port", settings.http(), named("http"));
    same("the name of the probes' port", settings.health(), named("health"));
    var service = manifests.object("Service", "fractal").at("/spec/ports");
    same("the service's target", "http", service.at("/0/targetPort").asText());
    same("the service's port", Set.of(settings.http()), numbers(service, "port"));
    same("the policy's ports", both, policyPorts());
    var exposed = EXPOSED.matcher(manifests.dockerfile());
    same(
        "the image's ports",
        settings.remoting() + " " + settings.http() + " " + settings.health(),
        exposed.find() ? exposed.group(1) : "");
    for (var node : manifests.services()) {
      var published = node.at("/ports/0").asText();
      same(
          "the port that is published as " + published,
          Integer.toString(settings.http()),
          published.substring(published.lastIndexOf(':') + 1));
    }
  }

  private int named(String name) {
    return each(manifests.container().path("ports"))
        .filter(port -> port.path("name").asText().equals(name))
        .mapToInt(port -> port.path("containerPort").asInt())
        .sum();
  }

  private Set<Integer> policyPorts() {
    var ports = new TreeSet<Integer>();
    each(manifests.object("NetworkPolicy", "fractal").at("/spec/ingress"))
        .forEach(rule -> ports.addAll(numbers(rule.path("ports"), "port")));
    return ports;
  }

  private static Set<Integer> numbers(JsonNode array, String field) {
    var numbers = new TreeSet<Integer>();
    each(array).forEach(one -> numbers.add(one.path(field).asInt()));
    return numbers;
  }

  private void probes() {
    for (var probe : PROBES) {
      var get = manifests.container().path(probe).path("httpGet");
      same("the port of " + probe, "health", get.path("port").asText());
      served(probe, get.path("path").asText());
    }
    for (var node : manifests.services()) {
      var check = node.at("/healthcheck/test/3").asText();
      served("the compose file's health check", check.replaceFirst("(?s).*GET (\\S+) .*", "$1"));
      if (!check.contains("/127.0.0.1/" + settings.health() + " ")) {
        found.add("the compose file's health check does not ask port " + settings.health());
      }
    }
  }

  private void served(String who, String path) {
    if (!routes.contains(path)) {
      found.add("%s asks %s, which a node does not serve".formatted(who, path));
    }
  }

  private void variables() {
    Stream.concat(
            each(manifests.container().path("env")).map(one -> one.path("name").asText()),
            manifests.services().stream()
                .flatMap(node -> node.path("environment").propertyStream())
                .map(Map.Entry::getKey))
        .distinct()
        .filter(name -> !settings.variables().contains(name))
        .forEach(name -> found.add("no setting reads the environment variable " + name));
  }

  /** Every key of a map or a secret that is named is there; certificates are made by a command. */
  private void references() {
    each(manifests.container().path("env"))
        .map(one -> one.path("valueFrom"))
        .forEach(
            from -> {
              reference("ConfigMap", from.path("configMapKeyRef"), "data");
              reference("Secret", from.path("secretKeyRef"), "stringData");
            });
  }

  private void reference(String kind, JsonNode named, String values) {
    if (!named.isMissingNode()
        && !manifests
            .object(kind, named.path("name").asText())
            .path(values)
            .has(named.path("key").asText())) {
      found.add(
          "there is no key %s in the %s %s"
              .formatted(named.path("key").asText(), kind, named.path("name").asText()));
    }
  }

  private void labels() {
    var labels = manifests.object("Deployment", "fractal").at("/spec/template/metadata/labels");
    same("the deployment's selector", labels, selector("Deployment", "/spec/selector/matchLabels"));
    same("the service's selector", labels, selector("Service", "/spec/selector"));
    same(
        "the disruption budget's selector",
        labels,
        selector("PodDisruptionBudget", "/spec/selector/matchLabels"));
    same(
        "the policy's selector",
        labels,
        selector("NetworkPolicy", "/spec/podSelector/matchLabels"));
  }

  private JsonNode selector(String kind, String path) {
    return manifests.object(kind, "fractal").at(path);
  }

  /** Directories that the environment names are mounted. */
  private void files() {
    var places = new TreeSet<String>();
    each(manifests.container().path("volumeMounts"))
        .forEach(mount -> places.add(mount.path("mountPath").asText()));
    each(manifests.container().path("env"))
        .filter(one -> one.path("value").asText().startsWith("/"))
        .forEach(one -> mounted(one.path("name").asText(), one.path("value").asText(), places));
    for (var node : manifests.services()) {
      var mounts = new TreeSet<String>();
      each(node.path("volumes")).forEach(volume -> mounts.add(volume.asText().split(":", -1)[1]));
      node.path("environment").properties().stream()
          .filter(one -> one.getValue().asText().startsWith("/"))
          .forEach(one -> mounted(one.getKey(), one.getValue().asText(), mounts));
    }
  }

  private void mounted(String name, String path, Set<String> places) {
    if (places.stream().noneMatch(place -> path.equals(place) || path.startsWith(place + "/"))) {
      found.add("%s is %s, where nothing is mounted".formatted(name, path));
    }
  }

  private void leaving() {
    long grace = manifests.pod().path("terminationGracePeriodSeconds").asLong();
    if (grace <= LEAVING_SECONDS) {
      found.add(
          "a pod has %d s to leave, which takes up to %d s".formatted(grace, LEAVING_SECONDS));
    }
    for (var node : manifests.services()) {
      var period = node.path("stop_grace_period").asText().replace("s", "");
      if (Integer.parseInt(period) <= LEAVING_SECONDS) {
        found.add("the compose file gives a node %s s to leave".formatted(period));
      }
    }
  }
}
