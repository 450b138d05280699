package dev.fractal.model.provider;

import com.typesafe.config.Config;
import dev.fractal.model.CallSlots;
import dev.fractal.model.ConcurrencyLimitedModelClient;
import dev.fractal.model.ModelClient;
import dev.fractal.model.ModelClients;
import dev.fractal.model.ModelSpecException;
import dev.fractal.model.RetryingModelClient;
import dev.fractal.model.dialect.DialectModels;
import dev.fractal.model.openai.OpenAiModels;
import dev.fractal.model.playbook.Playbook;
import dev.fractal.model.playbook.PlaybookModelClient;
import dev.fractal.model.wire.ApiKey;
import dev.fractal.model.wire.ModelSource;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The models of this node, by spec: {@code playbook:FILE} or a provider and a name. Clients are
 * made on first use, and one daemon thread keeps the time for all of them. Closing cancels the
 * calls that are under way (with a cancellation, which is no model failure), so stop the sessions
 * first.
 */
public final class ConfiguredModelClients implements ModelClients {
  static final String FORMS =
      "use playbook:FILE, openai:NAME, anthropic:NAME, gemini:NAME or ollama:NAME";

  /** Time to read a playbook. */
  private static final Duration READING = Duration.ofSeconds(4);

  /** Clients are kept for so many specs: callers may name any. */
  private static final int MOST_CLIENTS = 1000;

  private final ModelConfig config;
  private final UnaryOperator<@Nullable String> environment;
  private final ScheduledThreadPoolExecutor timer;
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  private final Map<String, ModelClient> clients = new LinkedHashMap<>(16, 0.75f, true);
  private final HostWork files = new HostWork(READING);
  private final Optional<CallSlots> playbookSlots;
  private final Map<Provider, Optional<CallSlots>> slots = new EnumMap<>(Provider.class);
  private final Map<Provider, ModelSource> sources = new EnumMap<>(Provider.class);

  /** Reads {@code fractal.models} and takes keys from this process's environment. */
  public ConfiguredModelClients(Config config) {
    this(ModelConfig.read(config), System::getenv);
  }

  /** Takes keys from {@code environment}, which answers null for a variable that is not set. */
  public ConfiguredModelClients(ModelConfig config, UnaryOperator<@Nullable String> environment) {
    this.config = config;
    this.environment = environment;
    this.playbookSlots = slots(config.playbookConcurrency());
    for (Provider provider : Provider.values()) {
      slots.put(provider, slots(config.server(provider).maxConcurrent()));
    }
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("fractal-models-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  private static Optional<CallSlots> slots(int limit) {
    return limit == 0 ? Optional.empty() : Optional.of(new CallSlots(limit));
  }

  /** A playbook is read behind no lock: while one is, the others can be had. */
  @Override
  public ModelClient client(String spec) {
    Optional<ModelClient> known = known(spec);
    return known.isPresent() ? known.get() : kept(spec, make(spec));
  }

  private synchronized Optional<ModelClient> known(String spec) {
    Optional<ModelClient> known = Optional.ofNullable(clients.get(spec));
    if (known.isEmpty() && timer.isShutdown()) {
      throw new ModelSpecException(
          "the model '" + spec + "' cannot be used any more: this node is shutting down");
    }
    return known;
  }

  /** The first one that was made; the one that was unused for longest goes, its calls go on. */
  private synchronized ModelClient kept(String spec, ModelClient made) {
    ModelClient first = clients.putIfAbsent(spec, made);
    if (clients.size() > MOST_CLIENTS) {
      clients.remove(clients.keySet().iterator().next());
    }
    return first == null ? made : first;
  }

  private ModelClient make(String spec) {
    int colon = spec.indexOf(':');
    String provider = colon < 0 ? spec : spec.substring(0, colon);
    String name = colon < 0 ? "" : spec.substring(colon + 1).strip();
    if (provider.equals("playbook")) {
      return guarded(playbook(spec, name), playbookSlots);
    }
    return Provider.of(provider)
        .map(
            known ->
                guarded(remote(spec, known, name), slots.getOrDefault(known, Optional.empty())))
        .orElseThrow(
            () -> new ModelSpecException("'" + spec + "' does not name a model; " + FORMS));
  }

  private ModelClient guarded(ModelClient adapter, Optional<CallSlots> slots) {
    ModelClient retrying = new RetryingModelClient(adapter, config.retry(), timer, random);
    return slots
        .<ModelClient>map(shared -> new ConcurrencyLimitedModelClient(retrying, shared, timer))
        .orElse(retrying);
  }

  private ModelClient playbook(String spec, String file) {
    if (file.isEmpty()) {
      throw new ModelSpecException(
          "the model '" + spec + "' names no file; write playbook: and the path of a playbook");
    }
    try {
      Path path = Path.of(file);
      return new PlaybookModelClient(
          files.done("the playbook '" + file + "'", () -> Playbook.read(path)), timer);
    } catch (InvalidPathException e) {
      throw new ModelSpecException(
          "the model '" + spec + "' does not name a file: " + e.getReason());
    }
  }

  private synchronized ModelClient remote(String spec, Provider provider, String name) {
    if (name.isEmpty()) {
      throw new ModelSpecException(
          "the model '"
              + spec
              + "' names no model; write "
              + provider.word()
              + ": and a name the server knows");
    }
    ModelSource known = sources.get(provider);
    ModelSource source = known == null ? open(provider, key(spec, provider)) : known;
    sources.put(provider, source);
    return source.model(name);
  }

  private ModelSource open(Provider provider, ApiKey key) {
    ModelConfig.Server server = config.server(provider);
    return switch (provider) {
      case OPENAI ->
          new OpenAiModels(server.baseUrl(), key, server.connectTimeout(), server.prices(), timer);
      case ANTHROPIC ->
          DialectModels.anthropic(access(server, key), config.anthropicTokens(), timer);
      case GEMINI -> DialectModels.gemini(access(server, key), timer);
      case OLLAMA -> DialectModels.ollama(access(server, key), config.ollamaContext(), timer);
    };
  }

  private static DialectModels.Access access(ModelConfig.Server server, ApiKey key) {
    return new DialectModels.Access(
        server.baseUrl(), key, server.connectTimeout(), server.prices());
  }

  private ApiKey key(String spec, Provider provider) {
    String variable = config.server(provider).keyVariable();
    String key = environment.apply(variable);
    if (key != null && !key.isBlank()) {
      return ApiKey.of(key)
          .orElseThrow(
              () ->
                  new ModelSpecException(
                      "the environment variable "
                          + variable
                          + ", which the model '"
                          + spec
                          + "' needs, holds no key but blanks or other odd characters; set it"
                          + " again"));
    }
    if (provider.needsKey()) {
      throw new ModelSpecException(
          "the model '"
              + spec
              + "' needs a key: set the environment variable "
              + variable
              + ", or use a playbook, which needs none");
    }
    return ApiKey.NONE;
  }

  @Override
  public synchronized void close() {
    clients.values().forEach(ModelClient::close);
    sources.values().forEach(ModelSource::close);
    files.close();
    timer.shutdownNow();
  }
}
