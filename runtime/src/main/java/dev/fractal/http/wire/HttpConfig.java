package dev.fractal.http.wire;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.fractal.http.live.LiveConfig;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.settings.Block;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The block {@code fractal.http}. */
public record HttpConfig(
    boolean enabled,
    Listen listen,
    Optional<Listen> health,
    Requests requests,
    Security security,
    LiveConfig live,
    Chat chat) {
  private static final String ROOT = "fractal.http.";
  private static final int MOST_CONNECTIONS = 100_000;

  /** Connections at a time to a door for health alone; a probe needs one. */
  private static final int PROBES = 64;

  private static final Duration PROBE_HEADER = Duration.ofSeconds(2);
  private static final Duration PROBE_IDLE = Duration.ofSeconds(15);

  /**
   * Where the server listens.
   *
   * @param port 0 for any free one
   * @param maxConnections connections at a time
   * @param maxOfOne connections of one client at a time
   * @param header time for the head of a connection's first request to arrive
   * @param idle time after which a silent connection is closed
   * @param close time for requests to end when the server closes
   */
  public record Listen(
      String host,
      int port,
      int maxConnections,
      int maxOfOne,
      Duration header,
      Duration idle,
      Duration close) {}

  /**
   * What one request may take.
   *
   * @param maxSize bytes of a body
   * @param maxBodies bytes of all bodies that arrive or are in use
   * @param maxAnswers bytes of all answers that are not taken yet
   * @param bodyTime time for a body to arrive
   * @param maxWait longest time that a request waits for a turn's end
   * @param parallelReads reads of the store at a time
   */
  public record Requests(
      long maxSize,
      long maxBodies,
      long maxAnswers,
      Duration bodyTime,
      Duration maxWait,
      int parallelReads) {}

  /**
   * Who may do what.
   *
   * @param tokens file of bearer tokens; without one authentication is off
   * @param keystore PKCS12 file with the server's key; without one there is no TLS
   * @param origins origins whose pages may call
   * @param openProfile widest profile of sessions that are started while authentication is off
   * @param playbooks directory of the playbooks that callers may name
   */
  public record Security(
      Optional<Path> tokens,
      Optional<Keystore> keystore,
      List<String> origins,
      Profile openProfile,
      Optional<Path> playbooks) {
    public Security {
      origins = List.copyOf(origins);
    }
  }

  /**
   * What OpenAI's clients find.
   *
   * @param models model specs by the names that clients use, beside {@code fractal}
   * @param reasoning whether progress is streamed as reasoning text unless the caller says
   */
  public record Chat(Map<String, String> models, boolean reasoning) {
    public Chat {
      models = Map.copyOf(models);
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
    var block = new Block(whole, ROOT);
    try {
      return new HttpConfig(
          whole.getBoolean(ROOT + "enabled"),
          listen(block),
          health(block),
          requests(block),
          security(block),
          live(block),
          chat(block));
    } catch (ConfigException e) {
      var problem = String.valueOf(e.getMessage()).replaceFirst("(?s)^.*: \\d+: ", "");
      throw new HttpStartException("fractal.http cannot be read: " + problem, e);
    }
  }

  private static Listen listen(Block block) {
    return new Listen(
        block.whole().getString(ROOT + "host"),
        block.number("port", 0, 65_535),
        block.number("max-connections", 1, MOST_CONNECTIONS),
        block.number("max-connections-of-one", 1, MOST_CONNECTIONS),
        block.positive("header-timeout"),
        block.positive("idle-timeout"),
        block.positive("close-deadline"));
  }

  /** Many ask it and none for long: its other limits are its own. */
  private static Optional<Listen> health(Block block) {
    int port = block.number("health.port", -1, 65_535);
    var host = block.whole().getString(ROOT + "health.host");
    return port < 0
        ? Optional.empty()
        : Optional.of(
            new Listen(
                host.isEmpty() ? block.whole().getString(ROOT + "host") : host,
                port,
                PROBES,
                PROBES,
                PROBE_HEADER,
                PROBE_IDLE,
                block.positive("close-deadline")));
  }

  private static Requests requests(Block block) {
    long maxSize = block.bytes("max-request-size", 1 << 10, 1 << 30);
    long maxBodies = block.bytesAtLeast("max-bodies", maxSize);
    var maxWait = block.positive("max-wait");
    if (maxWait.compareTo(block.whole().getDuration(ROOT + "idle-timeout")) >= 0) {
      throw block.bad("max-wait", "must be shorter than idle-timeout, not " + maxWait);
    }
    return new Requests(
        maxSize,
        maxBodies,
        block.bytesAtLeast("max-answers", 1 << 20),
        block.positive("body-timeout"),
        maxWait,
        block.number("parallel-reads", 1, 1000));
  }

  private static Security security(Block block) {
    var keystore =
        file(block, "tls.keystore")
            .map(file -> new Keystore(file, block.whole().getString(ROOT + "tls.password")));
    return new Security(
        file(block, "token-file"),
        keystore,
        block.whole().getStringList(ROOT + "cors-origins"),
        profile(block),
        file(block, "playbooks").map(Path::normalize));
  }

  private static Profile profile(Block block) {
    var label = block.whole().getString(ROOT + "open-profile");
    return Profile.named(label)
        .orElseThrow(
            () ->
                block.bad(
                    "open-profile",
                    "must be locked-down, default or trusted, not '" + label + "'"));
  }

  private static LiveConfig live(Block block) {
    var live =
        new LiveConfig(
            block.number("events.buffer", 16, 1_000_000),
            block.positive("events.poll-interval"),
            block.positive("events.keep-alive"),
            block.positive("events.stall-timeout"));
    if (live.keepAlive().compareTo(block.whole().getDuration(ROOT + "idle-timeout")) >= 0) {
      throw block.bad(
          "events.keep-alive", "must be shorter than idle-timeout, not " + live.keepAlive());
    }
    return live;
  }

  private static Chat chat(Block block) {
    var models = new TreeMap<String, String>();
    for (var entry : block.whole().getObject(ROOT + "openai.models").entrySet()) {
      if (!(entry.getValue().unwrapped() instanceof String spec) || spec.isBlank()) {
        throw block.bad(
            "openai.models", "must have a model spec as text for '" + entry.getKey() + "'");
      }
      models.put(entry.getKey(), spec);
    }
    return new Chat(models, block.whole().getBoolean(ROOT + "openai.reasoning"));
  }

  private static Optional<Path> file(Block block, String key) {
    var name = block.whole().getString(ROOT + key);
    return name.isEmpty() ? Optional.empty() : Optional.of(Path.of(name).toAbsolutePath());
  }
}
