package dev.fractal.model.openai;

import dev.fractal.model.ModelClient;
import dev.fractal.model.ModelClientContract;
import dev.fractal.model.PriceTable;
import dev.fractal.model.playbook.Playbook;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;

class OpenAiContractTest extends ModelClientContract {
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable resource : open) {
      resource.close();
    }
  }

  @Override
  protected ModelClient client(String playbook) {
    StubModelServer stub =
        StubModelServer.running(new ScriptedStub(Playbook.parse("stub.yaml", playbook)));
    OpenAiServer server = new OpenAiServer(stub.url(), "test-key", Duration.ofSeconds(5));
    open.add(server);
    open.add(stub);
    return new OpenAiModelClient(server, "stub", new PriceTable(Map.of()), timer);
  }
}
