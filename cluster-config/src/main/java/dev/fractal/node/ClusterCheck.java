package dev.fractal.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.persistence.store.StoreConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Looks for mistakes in the configuration of a node before it joins others. */
final class ClusterCheck {
  private static final String RESOLVER = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider";

  private final Config config;
  private final List<String> mistakes = new ArrayList<>();

  private ClusterCheck(Config config) {
    this.config = config;
  }

  /** One sentence for each mistake, none when the node may join. */
  static List<String> mistakes(Config config) {
    var check = new ClusterCheck(config);
    try {
      check.journal();
      check.resolver();
      check.remoting();
      check.shards();
    } catch (ConfigException e) {
      check.mistakes.add("the configuration cannot be read: " + e.getMessage());
    }
    return List.copyOf(check.mistakes);
  }

  /** Throws when there is one. */
  static void require(Config config) {
    var found = mistakes(config);
    if (!found.isEmpty()) {
      throw new BadConfigurationException(String.join("\n", found));
    }
  }

  private void journal() {
    if (StoreConfig.from(config) instanceof StoreConfig.H2 h2) {
      mistakes.add(
          ("the journal in %s is not shared, so a node that dies would take its sessions with it;"
                  + " set fractal.store.kind = postgres, or use --profile local")
              .formatted(h2.directory()));
    }
  }

  private void resolver() {
    var chosen = config.getString("pekko.cluster.downing-provider-class");
    var strategy = config.getString("pekko.cluster.split-brain-resolver.active-strategy");
    if (!chosen.equals(RESOLVER) || strategy.equals("off")) {
      mistakes.add(
          ("the split-brain resolver is off, so the halves of a broken network would both go on;"
                  + " set pekko.cluster.downing-provider-class = \"%s\" and an active-strategy")
              .formatted(RESOLVER));
    }
  }

  private void remoting() {
    var host = config.getString("pekko.remote.artery.canonical.hostname");
    var transport = config.getString("pekko.remote.artery.transport");
    if (!transport.equals("tls-tcp") && !isLoopback(host) && !isEncryptedBelow(host)) {
      mistakes.add(
          ("nodes at %s would talk to each other in plain text; set pekko.remote.artery.transport ="
                  + " tls-tcp with certificates (see docs/operations.md), or a loopback address, or"
                  + " name a network that encrypts by itself in fractal.cluster.encrypted-networks")
              .formatted(host));
    }
  }

  private void shards() {
    int shards = config.getInt("pekko.cluster.sharding.number-of-shards");
    if (shards < 1) {
      mistakes.add(
          "pekko.cluster.sharding.number-of-shards is %d; use 1 or more, 128 is the default"
              .formatted(shards));
    }
  }

  private boolean isEncryptedBelow(String host) {
    boolean found = false;
    for (var text : config.getStringList("fractal.cluster.encrypted-networks")) {
      var network = Network.parse(text);
      if (network.isEmpty()) {
        mistakes.add(
            "fractal.cluster.encrypted-networks has '%s'; write a network like 10.8.0.0/16"
                .formatted(text));
      }
      found |= network.filter(known -> known.contains(host)).isPresent();
    }
    return found;
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
