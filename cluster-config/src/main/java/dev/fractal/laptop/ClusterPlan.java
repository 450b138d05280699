package dev.fractal.laptop;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import dev.fractal.client.LocalCluster.Plan;
import dev.fractal.laptop.ClusterFile.Node;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Decides where the parts of a new cluster are, and writes what a node must know. */
final class ClusterPlan {
  private static final String JDBC = "jdbc:";

  private ClusterPlan() {}

  static ClusterFile fresh(Plan plan, Path home, IntFunction<ProcessPlace> places) {
    var nodes = IntStream.rangeClosed(1, plan.nodes()).mapToObj(n -> place(n, places)).toList();
    var config = plan.config().map(Path::toString).orElse("");
    if (plan.postgres().isPresent()) {
      var login = parameters(plan.postgres().get());
      var url = plan.postgres().get().replaceFirst("\\?.*$", "");
      return new ClusterFile(
          url,
          login.getOrDefault("user", "fractal"),
          login.getOrDefault("password", ""),
          0,
          plan.heap(),
          config,
          nodes);
    }
    var password = new LocalPostgres(home.resolve("postgres")).prepare();
    int port = LaptopFiles.freePort();
    return new ClusterFile(
        LocalPostgres.url(port), LocalPostgres.user(), password, port, plan.heap(), config, nodes);
  }

  private static Map<String, String> parameters(String url) {
    var found = new HashMap<String, String>();
    if (!url.startsWith(JDBC + "postgresql:")) {
      throw new LaptopException(
          "--postgres is not an address of a PostgreSQL; use"
              + " jdbc:postgresql://HOST/DATABASE?user=U&password=P");
    }
    try {
      var query = URI.create(url.substring(JDBC.length())).getRawQuery();
      for (var pair : query == null ? new String[0] : query.split("&")) {
        var parts = pair.split("=", 2);
        if (parts.length == 2) {
          found.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
      }
      return found;
    } catch (IllegalArgumentException e) {
      throw new LaptopException("--postgres is not an address: " + e.getMessage(), e);
    }
  }

  static Node place(int number, IntFunction<ProcessPlace> places) {
    return new Node(
        number, places.apply(number), LaptopFiles.freePort(), LaptopFiles.freePort(), 0, 0);
  }

  /** The configuration of a node, as text; no session reaches the cluster's data. */
  static String config(ClusterFile cluster, Node node, Path data) {
    var settings = new HashMap<String, Object>(node.place().settings());
    settings.put("fractal.gate.files.closed", List.of(data.toAbsolutePath().toString()));
    settings.put("fractal.cluster.name", "node-" + node.number());
    settings.put("pekko.remote.artery.canonical.hostname", node.place().host());
    settings.put("pekko.remote.artery.canonical.port", node.port());
    settings.put("fractal.http.port", node.http());
    var shared =
        cluster.config().isEmpty()
            ? ""
            : "include required(file(\"%s\"))\n".formatted(cluster.config().replace("\\", "\\\\"));
    return shared
        + ClusterAddress.render(cluster)
        + ConfigFactory.parseMap(settings)
            .root()
            .render(ConfigRenderOptions.concise().setFormatted(true).setJson(false));
  }
}
