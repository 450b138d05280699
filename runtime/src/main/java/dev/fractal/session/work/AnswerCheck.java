package dev.fractal.session.work;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.AskReply;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.budget.Raise;
import dev.fractal.protocol.command.SessionCommand.AnswerAsk;
import dev.fractal.protocol.event.Ask;
import dev.fractal.protocol.event.AskAnswer;
import dev.fractal.session.decide.SessionMessage.AnswerRead;
import java.util.Optional;

/** Checks what somebody says to a question, and keeps it. Blocks. */
public record AnswerCheck(PayloadStore payloads) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  /** What the session gets. */
  public AnswerRead read(AnswerAsk command, Ask ask) {
    boolean approval = ask.approves().isPresent();
    return switch (command.reply().words()) {
      case AskReply.Approve(var arguments) when approval -> approved(command, arguments);
      case AskReply.Reject(var why) when approval -> fits(command, new AskAnswer.Rejected(why));
      case AskReply.Decline(var why) when !approval -> fits(command, new AskAnswer.Declined(why));
      case AskReply.Value(var json) when !approval && command.ask().isOfBudget() ->
          limits(command, json);
      case AskReply.Value(var json) when !approval -> value(command, ask, json);
      case AskReply.Approve _, AskReply.Reject _ ->
          misfit(command, "it is a question, which is answered or declined");
      case AskReply.Decline _, AskReply.Value _ ->
          misfit(command, "it asks for an approval: approve or reject it");
    };
  }

  /** Edited arguments are a JSON array, as those of the call are. */
  private AnswerRead approved(AnswerAsk command, Optional<String> arguments) {
    if (arguments.isEmpty()) {
      return fits(command, new AskAnswer.Approved(Optional.empty()));
    }
    return canonical(arguments.get())
        .filter(json -> json.startsWith("["))
        .map(json -> fits(command, new AskAnswer.Approved(Optional.of(payloads.keep(json)))))
        .orElseGet(() -> misfit(command, "the edited arguments are not a JSON array"));
  }

  /** New limits of the budget. */
  private static AnswerRead limits(AnswerAsk command, String json) {
    try {
      return fits(command, new AskAnswer.Raised(Raise.parse(json)));
    } catch (IllegalArgumentException e) {
      return misfit(command, "it does not fit the schema: " + e.getMessage());
    }
  }

  private AnswerRead value(AnswerAsk command, Ask ask, String json) {
    JsonNode value;
    try {
      value = JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return misfit(command, "it is not JSON: " + e.getOriginalMessage());
    }
    if (value.isMissingNode()) {
      return misfit(command, "it is empty");
    }
    return new AnswerTerms(ask.choices(), ask.schema().map(this::parsed))
        .misfit(value)
        .map(problem -> misfit(command, problem))
        .orElseGet(() -> fits(command, new AskAnswer.Given(payloads.keep(value.toString()))));
  }

  /** The text under which an answer is kept; empty when it is not JSON. */
  static Optional<String> canonical(String json) {
    try {
      return Optional.of(JSON.readTree(json).toString());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private JsonNode parsed(Content schema) {
    try {
      return JSON.readTree(payloads.text(schema));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema of an ask is no JSON", e);
    }
  }

  private static AnswerRead fits(AnswerAsk command, AskAnswer answer) {
    return new AnswerRead(command, Optional.of(answer), Optional.empty());
  }

  private static AnswerRead misfit(AnswerAsk command, String problem) {
    var message =
        "the answer to ask %s is not taken: %s; give another one".formatted(command.ask(), problem);
    return new AnswerRead(command, Optional.empty(), Optional.of(message));
  }
}
