package dev.fractal.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.http.live.LiveConfig;
import dev.fractal.protocol.capability.Profile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The block {@code fractal.http}. */
public record HttpConfig(
    boolean enabled, Listen listen, Requests requests, Security security, LiveConfig live) {
  private static final String ROOT = "fractal.http.";

  /**
   * Where the server listens.
   *
   * @param port 0 for any free one
   * @param idle time after which a silent connection is closed
   * @param close time for requests to end when the server closes
   */
  public record Listen(String host, int port, int maxConnections, Duration idle, Duration close) {}

  /**
   * What one request may take.
   *
   * @param maxSize bytes of a body
   * @param bodyTime time for a body to arrive
   * @param maxWait longest time that a request waits for a turn's end
   * @param parallelReads reads of the store at a time
   */
  public record Requests(long maxSize, Duration bodyTime, Duration maxWait, int parallelReads) {}

  /**
   * Who may do what.
   *
   * @param tokens file of bearer tokens; without one authentication is off
   * @param keystore PKCS12 file with the server's key; without one there is no TLS
   * @param origins origins whose pages may call
   * @param openProfile widest profile of sessions that are started while authentication is off
   */
  public record Security(
      Optional<Path> tokens,
      Optional<Keystore> keystore,
      List<String> origins,
      Profile openProfile) {
    public Security {
      origins = List.copyOf(origins);
    }
  }

  /** A PKCS12 file; its password never shows. */
  public record Keystore(Path file, String password) {
    @Override
    public String toString() {
      return "Keystore[" + file + "]";
    }
  }

  /**
   * Reads the block of a whole configuration.
   *
   * @throws HttpStartException with one sentence that names the bad key
   */
  public static HttpConfig from(Config whole) {
    try {
      return new HttpConfig(
          whole.getBoolean(ROOT + "enabled"),
          listen(whole),
          requests(whole),
          security(whole),
          live(whole));
    } catch (ConfigException e) {
      var problem = String.valueOf(e.getMessage()).replaceFirst("(?s)^.*: \\d+: ", "");
      throw new HttpStartException("fractal.http cannot be read: " + problem, e);
    }
  }

  private static Listen listen(Config config) {
    return new Listen(
        config.getString(ROOT + "host"),
        whole(config, "port", 0, 65_535),
        whole(config, "max-connections", 1, 100_000),
        positive(config, "idle-timeout"),
        positive(config, "close-deadline"));
  }

  private static Requests requests(Config config) {
    long maxSize = config.getBytes(ROOT + "max-request-size");
    if (maxSize < 1024 || maxSize > 1 << 30) {
      throw bad(config, "max-request-size", "must be from 1 KiB to 1 GiB, not " + maxSize);
    }
    var maxWait = positive(config, "max-wait");
    if (maxWait.compareTo(config.getDuration(ROOT + "idle-timeout")) >= 0) {
      throw bad(config, "max-wait", "must be shorter than idle-timeout, not " + maxWait);
    }
    return new Requests(
        maxSize,
        positive(config, "body-timeout"),
        maxWait,
        whole(config, "parallel-reads", 1, 1000));
  }

  private static Security security(Config config) {
    var keystore =
        file(config, "tls.keystore")
            .map(file -> new Keystore(file, config.getString(ROOT + "tls.password")));
    return new Security(
        file(config, "token-file"),
        keystore,
        config.getStringList(ROOT + "cors-origins"),
        profile(config));
  }

  private static Profile profile(Config config) {
    var label = config.getString(ROOT + "open-profile");
    return Profile.named(label)
        .orElseThrow(
            () ->
                bad(
                    config,
                    "open-profile",
                    "must be locked-down, default or trusted, not '" + label + "'"));
  }

  private static LiveConfig live(Config config) {
    var live =
        new LiveConfig(
            whole(config, "events.buffer", 16, 1_000_000),
            positive(config, "events.poll-interval"),
            positive(config, "events.keep-alive"),
            positive(config, "events.stall-timeout"));
    if (live.keepAlive().compareTo(config.getDuration(ROOT + "idle-timeout")) >= 0) {
      throw bad(
          config,
          "events.keep-alive",
          "must be shorter than idle-timeout, not " + live.keepAlive());
    }
    return live;
  }

  private static Optional<Path> file(Config config, String key) {
    var name = config.getString(ROOT + key);
    return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name).toAbsolutePath());
  }

  private static Duration positive(Config config, String key) {
    var value = config.getDuration(ROOT + key);
    if (!value.isPositive()) {
      throw bad(config, key, "must be longer than nothing, not " + value);
    }
    return value;
  }

  private static int whole(Config config, String key, int least, int most) {
    int value = config.getInt(ROOT + key);
    if (value < least || value > most) {
      throw bad(config, key, "must be from " + least + " to " + most + ", not " + value);
    }
    return value;
  }

  private static ConfigException bad(Config config, String key, String why) {
    return new ConfigException.BadValue(config.getValue(ROOT + key).origin(), ROOT + key, why);
  }
}
