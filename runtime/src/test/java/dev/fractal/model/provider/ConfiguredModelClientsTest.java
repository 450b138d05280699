package dev.fractal.model.provider;

import static dev.fractal.model.ModelRequests.UNHEARD;
import static dev.fractal.model.ModelRequests.failure;
import static dev.fractal.model.ModelRequests.reply;
import static dev.fractal.model.ModelRequests.root;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.fractal.model.ModelCallException.Kind;
import dev.fractal.model.ModelClient;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelSpecException;
import dev.fractal.model.stub.StubFormat;
import dev.fractal.model.stub.StubModelServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredModelClientsTest {
  private final StubModelServer stub = StubModelServer.answering(newest -> "echo " + newest);
  private final Map<String, String> environment = new java.util.HashMap<>();
  private final ConfiguredModelClients clients = clients("");

  @TempDir private Path directory;

  private ConfiguredModelClients clients(String overrides) {
    Config config =
        ConfigFactory.parseString(
                overrides
                    + "\nfractal.models.retry {initial-backoff = 2ms, max-backoff = 10ms}"
                    + "\nfractal.models.openai.base-url = \""
                    + stub.url()
                    + "\"")
            .withFallback(ConfigFactory.parseResources("reference.conf"))
            .resolve();
    return new ConfiguredModelClients(ModelConfig.read(config), environment::get);
  }

  @AfterEach
  void closeAll() {
    clients.close();
    stub.close();
  }

  private String playbook(String text) throws IOException {
    Path file = directory.resolve("p.yaml");
    Files.writeString(file, text);
    return "playbook:" + file;
  }

  @Test
  void aPlaybooksFailuresAreRetried() throws IOException {
    ModelClient client =
        clients.client(
            playbook("clauses: [{default: true, error: rate-limit, failures: 2, reply: ok}]"));

    assertThat(reply(client.complete(root("go"), UNHEARD)).text()).isEqualTo("ok");
  }

  @Test
  void theSameSpecIsTheSameClient() throws IOException {
    String spec = playbook("clauses: [{default: true, reply: ok}]");

    assertThat(clients.client(spec)).isSameAs(clients.client(spec));
  }

  @ParameterizedTest
  @CsvSource({"ANTHROPIC, ANTHROPIC_API_KEY", "GEMINI, GEMINI_API_KEY", "OLLAMA, NONE"})
  void aProvidersModelAnswersOverHttpInItsOwnFormat(Provider provider, String variable) {
    environment.put(variable, "k");
    StubFormat format =
        switch (provider) {
          case OPENAI -> StubFormat.OPENAI;
          case ANTHROPIC -> StubFormat.ANTHROPIC;
          case GEMINI -> StubFormat.GEMINI;
          case OLLAMA -> StubFormat.OLLAMA;
        };
    try (StubModelServer server = StubModelServer.running(format, newest -> "echo " + newest);
        ConfiguredModelClients there =
            clients(
                "fractal.models." + provider.word() + ".base-url = \"" + server.root() + "\"")) {
      String spec = provider.word() + ":some-model";

      assertThat(reply(there.client(spec).complete(root("go"), UNHEARD)).text())
          .isEqualTo("echo go");
      assertThat(there.client(spec)).isSameAs(there.client(spec));
    }
  }

  @Test
  void anOpenAiModelAnswersOverHttp() {
    environment.put("OPENAI_API_KEY", "k");

    assertThat(reply(clients.client("openai:m").complete(root("go"), UNHEARD)).text())
        .isEqualTo("echo go");
  }

  @ParameterizedTest
  @CsvSource({
    "openai:m, OPENAI_API_KEY",
    "anthropic:m, ANTHROPIC_API_KEY",
    "gemini:m, GEMINI_API_KEY"
  })
  void aMissingKeyIsOneSentenceWithTheVariable(String spec, String variable) {
    assertThatThrownBy(() -> clients.client(spec))
        .isInstanceOf(ModelSpecException.class)
        .hasMessageContaining(spec)
        .hasMessageContaining(variable);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sk-one\nsk-two", "sk one", "sk-ü"})
  void aKeyThatNoHeaderCanCarryIsNotQuoted(String key) {
    environment.put("ANTHROPIC_API_KEY", key);

    assertThatThrownBy(() -> clients.client("anthropic:m"))
        .isInstanceOf(ModelSpecException.class)
        .hasMessageContaining("ANTHROPIC_API_KEY")
        .message()
        .doesNotContain(key, "sk-one", "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'ollama: ', names no model",
    "anthropic:, names no model",
    "ANTHROPIC:x, anthropic:NAME",
    "gpt-5, playbook:FILE",
    "'', playbook:FILE",
    "azure:x, openai:NAME",
    "playbook:, names no file",
    "openai:, names no model",
    "playbook:/no/such/file.yaml, does not exist"
  })
  void aSpecThatCannotBeUsedGetsOneSentence(String spec, String said) {
    assertThatThrownBy(() -> clients.client(spec))
        .isInstanceOf(ModelSpecException.class)
        .hasMessageContaining(said)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void aPlaybookCanBeGivenALimit() throws IOException {
    String spec = playbook("clauses: [{default: true, delay: 2s, reply: x}]");
    try (ConfiguredModelClients limited = clients("fractal.models.playbook.max-concurrent = 1")) {
      CompletableFuture<ModelReply> first = limited.client(spec).complete(root("go", 1), UNHEARD);
      CompletableFuture<ModelReply> second =
          limited
              .client(spec)
              .complete(
                  dev.fractal.model.ModelRequests.within(root("go", 2), Duration.ofMillis(50)),
                  UNHEARD);

      assertThat(failure(second).kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure(second).lost()).isZero();
      first.cancel(true);
    }
  }

  @Test
  @Timeout(30)
  void closingCancelsCallsAndLeavesNoThreadThatKeepsTheProcessAlive() throws Exception {
    environment.put("OPENAI_API_KEY", "k");
    String spec = playbook("clauses: [{default: true, delay: 60s, reply: x}]");
    reply(clients.client("openai:m").complete(root("go"), UNHEARD));
    CompletableFuture<ModelReply> slow = clients.client(spec).complete(root("go"), UNHEARD);

    clients.close();

    assertThat(slow).isCancelled();
    for (Thread thread : threads("fractal-models")) {
      thread.join();
    }
    assertThat(threads("OkHttp")).allSatisfy(thread -> assertThat(thread.isDaemon()).isTrue());
    assertThatThrownBy(() -> clients.client("openai:other"))
        .isInstanceOf(ModelSpecException.class)
        .hasMessageContaining("shutting down");
  }

  private static List<Thread> threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .toList();
  }
}
