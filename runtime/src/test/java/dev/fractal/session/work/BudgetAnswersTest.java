package dev.fractal.session.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.fractal.persistence.payload.InMemoryPayloadStore;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.command.SessionCommand.AnswerAsk;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.Ask;
import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.session.decide.BudgetQuestion;
import dev.fractal.session.decide.SessionMessage.AnswerRead;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people answer when more of a budget is asked for. */
final class BudgetAnswersTest {
  private static final AskId ID = new AskId(new SessionId("s-1"), 1, 1, AskId.BUDGET, 1);
  private static final Ask ASK =
      new Ask(
          Optional.empty(),
          "What is the new limit?",
          Optional.empty(),
          List.of(),
          Optional.of(Content.inline(BudgetQuestion.SCHEMA)),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  private static AnswerRead read(AskReply.Words words) {
    var command =
        new AnswerAsk(ID, new AskReply(words, "kim"), TestInbox.<SessionReply>create().getRef());
    return new AnswerCheck(new InMemoryPayloadStore()).read(command, ASK);
  }

  @Test
  void newLimitsAreARaise() {
    assertThat(read(new AskReply.Value("{\"usd\": 0.50}")).answer())
        .contains(new AskAnswer.Raised(Raise.usd("0.5")));
  }

  /** Whoever types words says them as a text first, and as JSON when it does not fit the schema. */
  @Test
  void aTextDoesNotFitTheSchemaWhateverIsInIt() {
    var text = TextNode.valueOf("{\"usd\": 0.5}").toString();
    assertThat(read(new AskReply.Value(text)).misfit().orElseThrow())
        .contains("does not fit the schema");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "3",
        "[]",
        "{}",
        "{\"usd\":\"1\"}",
        "{\"usd\":0}",
        "{\"usd\":-1}",
        "{\"usd\":1e13}",
        "{\"usd\":1e99999}",
        "{\"usd\":1,\"more\":1}",
        "{\"calls\":1.5}",
        "{\"usd\":NaN}",
        "{\"usd\":1} x",
        "{\"usd\":[1]}",
        "{\"usd\":null}"
      })
  void whatAreNoLimitsIsRefusedInOneSentence(String json) {
    var read = read(new AskReply.Value(json));
    assertThat(read.answer()).isEmpty();
    assertThat(read.misfit().orElseThrow()).doesNotContain("\n", "Exception").endsWith("one");
  }

  @Test
  void itMayBeDeclinedAndIsNoApproval() {
    assertThat(read(new AskReply.Decline("no")).answer()).contains(new AskAnswer.Declined("no"));
    assertThat(read(new AskReply.Approve(Optional.empty())).misfit()).isPresent();
  }
}
