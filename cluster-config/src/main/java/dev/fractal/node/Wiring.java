package dev.fractal.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.fractal.cli.CheckLauncher.Finding;
import dev.fractal.cli.Launchers;
import dev.fractal.client.Node;
import dev.fractal.kernel.VariablePreview;
import dev.fractal.laptop.ClusterAddress;
import dev.fractal.laptop.LaptopCluster;
import dev.fractal.model.provider.ConfiguredModelClients;
import dev.fractal.persistence.store.Store;
import dev.fractal.persistence.store.StoreCheck;
import dev.fractal.persistence.store.StoreConfig;
import dev.fractal.view.SessionReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the command line starts, made when a verb needs it and not before. */
final class Wiring {
  private Wiring() {}

  static Launchers launchers() {
    return new Launchers(
        Wiring::node,
        Wiring::reader,
        Wiring::check,
        LaptopCluster::new,
        Wiring::checkModel,
        VariablePreview::of);
  }

  private static Node node(Path data, Optional<String> profile, Config overrides) {
    var name = profile.orElseGet(() -> ClusterAddress.isKept(data) ? "client" : "local");
    var config =
        overrides
            .withFallback(at(data))
            .withFallback(ownFile())
            .withFallback(ConfigFactory.load(name))
            .resolve();
    return LocalNode.start(config, Kernels.open(config));
  }

  /** The user's own file wins over the profile, as it does for what reads no profile. */
  private static Config ownFile() {
    return Optional.ofNullable(System.getProperty("config.file"))
        .map(file -> ConfigFactory.parseFile(Path.of(file).toFile()))
        .orElseGet(ConfigFactory::empty);
  }

  private static SessionReader reader(Path data) {
    return new StoreReader(open(data));
  }

  private static List<Finding> check(Path data) {
    try (var store = open(data)) {
      var problems = StoreCheck.of(store).run();
      int sessions = store.journal().sessions().size();
      return problems.isEmpty()
          ? List.of(new Finding("store", true, sessions + " sessions are sound"))
          : problems.stream()
              .flatMap(
                  found ->
                      Stream.of(new Finding("session " + found.session(), false, found.problem())))
              .toList();
    }
  }

  private static Store open(Path data) {
    return Store.openReader(StoreConfig.from(at(data).withFallback(ConfigFactory.load())));
  }

  private static void checkModel(String spec) {
    try (var models = new ConfiguredModelClients(ConfigFactory.load())) {
      models.client(spec);
    }
  }

  private static Config at(Path data) {
    return ClusterAddress.read(data)
        .withValue(
            "fractal.store.h2.directory", ConfigValueFactory.fromAnyRef(data.toString(), "--data"));
  }
}
