package dev.fractal.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.persistence.store.StoreConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Looks for mistakes in the configuration of a node before it joins others. */
final class ClusterCheck {
  private static final String ARTERY = "pekko.remote.artery.";
  private static final String RESOLVER = "org.apache.pekko.cluster.sbr.SplitBrainResolverProvider";

  private final Config config;
  private final InstantSource clock;
  private final List<String> mistakes = new ArrayList<>();

  private ClusterCheck(Config config, InstantSource clock) {
    this.config = config;
    this.clock = clock;
  }

  /** One sentence for each mistake, none when the node may join. */
  static List<String> mistakes(Config config, InstantSource clock) {
    var check = new ClusterCheck(config, clock);
    try {
      check.journal();
      check.resolver();
      check.remoting();
      check.serialization();
      check.shards();
    } catch (ConfigException e) {
      check.mistakes.add("the configuration cannot be read: " + e.getMessage());
    }
    return List.copyOf(check.mistakes);
  }

  /** Throws when there is one. */
  static void require(Config config, InstantSource clock) {
    var found = mistakes(config, clock);
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
    var host = config.getString(ARTERY + "canonical.hostname");
    if (host.isBlank()) {
      mistakes.add(
          "the node has no address; set POD_IP (the field status.podIP) or FRACTAL_HOST to the one"
              + " at which the other nodes reach it");
      return;
    }
    var certificate = NodeCertificate.of(config);
    if (certificate.isPresent()) {
      mistakes.addAll(certificate.get().mistakes(clock.instant()));
    } else if (!isSecured() && !isPrivate(host) && !isEncryptedBelow(host)) {
      mistakes.add(
          ("nodes at %s would talk to each other in plain text; set FRACTAL_TLS_DIR"
                  + " (fractal.cluster.tls-directory) to a directory of bin/make-certificates,"
                  + " use a loopback address, or name a network that encrypts by itself in"
                  + " fractal.cluster.encrypted-networks")
              .formatted(host));
    }
  }

  /** By somebody's own settings of Pekko, which are not looked at further. */
  private boolean isSecured() {
    return config.getString(ARTERY + "transport").equals("tls-tcp");
  }

  /** Whether no other machine can come in: neither at the address nor at the one it listens on. */
  private boolean isPrivate(String host) {
    var bound = config.getString(ARTERY + "bind.hostname");
    return isLoopback(host) && (bound.isEmpty() || isLoopback(bound));
  }

  private void serialization() {
    if (config.getBoolean("pekko.actor.allow-java-serialization")) {
      mistakes.add(
          "Java serialization is on, with which a message from a network can run any code; set"
              + " pekko.actor.allow-java-serialization = off");
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
