package dev.fractal.model.provider;

import com.typesafe.config.Config;
import dev.fractal.model.CallSlots;
import dev.fractal.model.ConcurrencyLimitedModelClient;
import dev.fractal.model.ModelClient;
import dev.fractal.model.ModelClients;
import dev.fractal.model.ModelSpecException;
import dev.fractal.model.RetryingModelClient;
import dev.fractal.model.openai.OpenAiModelClient;
import dev.fractal.model.openai.OpenAiServer;
import dev.fractal.model.playbook.Playbook;
import dev.fractal.model.playbook.PlaybookModelClient;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The models of this node, by spec: {@code playbook:FILE} and {@code openai:NAME}. Clients are made
 * on first use, and one daemon thread keeps the time for all of them. Closing cancels the calls
 * that are under way (with a cancellation, which is no model failure), so stop the sessions first.
 */
public final class ConfiguredModelClients implements ModelClients {
  static final String FORMS = "use playbook:FILE or openai:NAME";

  private final ModelConfig config;
  private final UnaryOperator<@Nullable String> environment;
  private final ScheduledThreadPoolExecutor timer;
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
  private final Map<String, ModelClient> clients = new HashMap<>();
  private final Optional<CallSlots> playbookSlots;
  private final Optional<CallSlots> openaiSlots;
  private @Nullable OpenAiServer openai;

  /** Reads {@code fractal.models} and takes keys from this process's environment. */
  public ConfiguredModelClients(Config config) {
    this(ModelConfig.read(config), System::getenv);
  }

  /** Takes keys from {@code environment}, which answers null for a variable that is not set. */
  public ConfiguredModelClients(ModelConfig config, UnaryOperator<@Nullable String> environment) {
    this.config = config;
    this.environment = environment;
    this.playbookSlots = slots(config.playbookConcurrency());
    this.openaiSlots = slots(config.openai().maxConcurrent());
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("fractal-models-timer").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  private static Optional<CallSlots> slots(int limit) {
    return limit == 0 ? Optional.empty() : Optional.of(new CallSlots(limit));
  }

  @Override
  public synchronized ModelClient client(String spec) {
    ModelClient known = clients.get(spec);
    if (known != null) {
      return known;
    }
    if (timer.isShutdown()) {
      throw new ModelSpecException(
          "the model '" + spec + "' cannot be used any more: this node is shutting down");
    }
    ModelClient made = make(spec);
    clients.put(spec, made);
    return made;
  }

  private ModelClient make(String spec) {
    int colon = spec.indexOf(':');
    String provider = colon < 0 ? spec : spec.substring(0, colon);
    String name = colon < 0 ? "" : spec.substring(colon + 1).strip();
    return switch (provider) {
      case "playbook" -> guarded(playbook(spec, name), playbookSlots);
      case "openai" -> guarded(openai(spec, name), openaiSlots);
      case "anthropic", "gemini", "ollama" ->
          throw new ModelSpecException(
              "the provider '"
                  + provider
                  + "' of the model '"
                  + spec
                  + "' is not built in yet; "
                  + FORMS
                  + " (openai also reaches any OpenAI-compatible server by OPENAI_BASE_URL)");
      default -> throw new ModelSpecException("'" + spec + "' does not name a model; " + FORMS);
    };
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
      return new PlaybookModelClient(Playbook.read(Path.of(file)), timer);
    } catch (InvalidPathException e) {
      throw new ModelSpecException(
          "the model '" + spec + "' does not name a file: " + e.getReason());
    }
  }

  private ModelClient openai(String spec, String name) {
    if (name.isEmpty()) {
      throw new ModelSpecException(
          "the model '" + spec + "' names no model; write openai: and a name the server knows");
    }
    if (openai == null) {
      ModelConfig.OpenAi settings = config.openai();
      openai = new OpenAiServer(settings.baseUrl(), key(spec), settings.connectTimeout());
    }
    return new OpenAiModelClient(openai, name, config.openai().prices(), timer);
  }

  private String key(String spec) {
    String variable = config.openai().keyVariable();
    String key = environment.apply(variable);
    if (key == null || key.isBlank()) {
      throw new ModelSpecException(
          "the model '"
              + spec
              + "' needs a key: set the environment variable "
              + variable
              + ", or use a playbook, which needs none");
    }
    return key.strip();
  }

  @Override
  public synchronized void close() {
    clients.values().forEach(ModelClient::close);
    if (openai != null) {
      openai.close();
    }
    timer.shutdownNow();
  }
}
