package dev.fractal.model.playbook;

import static dev.fractal.model.ModelRequests.UNHEARD;
import static dev.fractal.model.ModelRequests.failure;
import static dev.fractal.model.ModelRequests.root;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.model.ModelClient;
import dev.fractal.model.ModelClientContract;
import org.junit.jupiter.api.Test;

class PlaybookModelClientTest extends ModelClientContract {
  @Override
  protected ModelClient client(String playbook) {
    return new PlaybookModelClient(Playbook.parse("test.yaml", playbook), timer);
  }

  @Test
  void aReplyWithoutDelayIsThereWhenTheCallReturns() {
    assertThat(client("clauses: [{default: true, reply: x}]").complete(root("go"), UNHEARD))
        .isCompleted();
  }

  @Test
  void anUnscriptedMessageIsQuotedWithWhatToDo() {
    String message = "Unheard of: " + "x".repeat(500);

    assertThat(
            failure(client("clauses: [{match: y, reply: x}]").complete(root(message, 3), UNHEARD))
                .getMessage())
        .contains("test.yaml", "root message at step 3", "Unheard of: xxx", "default: true")
        .hasSizeLessThan(300);
  }
}
