package dev.fractal.fleet;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.laptop.ClusterAddress;
import dev.fractal.laptop.ProcessPlace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/** Where the parts of a fleet are, and how they reach each other. */
interface Site extends AutoCloseable {
  ProcessPlace place(int node);

  /** The nodes' way to the model server. */
  Map<String, String> variables(Map<String, String> ofServer);

  /** What is different for a client. */
  Config client();

  @Override
  void close();

  /** All of them on loopback, with settings that win over the profile's. */
  record Loopback(IntFunction<Map<String, String>> settings) implements Site {
    Loopback(Map<String, String> settings) {
      this(_ -> settings);
    }

    @Override
    public ProcessPlace place(int node) {
      var here = ProcessPlace.HERE;
      return new ProcessPlace(here.host(), here.launcher(), settings.apply(node));
    }

    @Override
    public Map<String, String> variables(Map<String, String> ofServer) {
      return ofServer;
    }

    @Override
    public Config client() {
      return ConfigFactory.empty();
    }

    @Override
    public void close() {}
  }

  /** Each node in a namespace of its own; database and model server behind relays. */
  final class Separate implements Site {
    private static final String BASE_URL = "OPENAI_BASE_URL";

    private final Islands islands;
    private final Relay database;
    private final Relay model;
    private volatile InetSocketAddress server =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    Separate(Path data, Islands islands) throws IOException {
      this.islands = islands;
      this.database = Relay.open(islands.services(), () -> database(data));
      this.model = Relay.open(islands.services(), () -> server);
    }

    private static InetSocketAddress database(Path data) {
      var url = ClusterAddress.read(data).getString("fractal.store.postgres.url");
      return address(URI.create(url.substring("jdbc:".length())));
    }

    private static InetSocketAddress address(URI uri) {
      return new InetSocketAddress(uri.getHost(), uri.getPort());
    }

    @Override
    public ProcessPlace place(int node) {
      var url = "jdbc:postgresql://%s:%d/postgres".formatted(islands.services(), port(database));
      return new ProcessPlace(
          islands.address(node),
          islands.launcher(node),
          Map.of(
              "fractal.store.postgres.url",
              url,
              "fractal.cluster.encrypted-networks.0",
              islands.everything()));
    }

    private static int port(Relay relay) {
      return relay.address().getPort();
    }

    @Override
    public Map<String, String> variables(Map<String, String> ofServer) {
      var url = URI.create(ofServer.getOrDefault(BASE_URL, ""));
      server = address(url);
      var changed = new HashMap<>(ofServer);
      changed.put(
          BASE_URL, "http://%s:%d%s".formatted(islands.services(), port(model), url.getPath()));
      return changed;
    }

    @Override
    public Config client() {
      return ConfigFactory.parseMap(
          Map.of("pekko.remote.artery.canonical.hostname", islands.client()));
    }

    @Override
    public void close() {
      database.close();
      model.close();
    }
  }
}
