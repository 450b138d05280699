package dev.fractal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.client.Node;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.view.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A row of turns in one session; one that fails does not end it. */
final class Talk {
  private final Node node;
  private final SessionId session;
  private final Invocation invocation;
  private final TurnRunner runner;
  private final TurnReport report;
  private final List<JsonNode> results = new ArrayList<>();
  private Optional<TurnRunner.Asked> open = Optional.empty();
  private int exit = Exit.OK;

  Talk(Node node, SessionId session, CliSettings settings, Invocation invocation) {
    this.node = node;
    this.session = session;
    this.invocation = invocation;
    this.runner = new TurnRunner(node, invocation, settings);
    this.report = new TurnReport(invocation, node.payloads());
  }

  /** Runs one turn and prints its result, or keeps it for the document. */
  void say(String message, TurnPlan plan, Optional<ModelChoice> models) {
    var request = plan.request(message, models, node.payloads());
    heard(runner.run(session, request, plan.ifBusy()));
  }

  /** Whether the last turn waits for an answer: what is said next is one. */
  boolean isAsked() {
    return open.isPresent();
  }

  /** Answers the first question of the turn that waits, and goes on with it. */
  void answer(String words) {
    var asked = open.orElseThrow();
    var question = asked.asks().getFirst();
    try {
      if (question.approves().isPresent()) {
        var _ = AnswerWords.decide(node, question.ask(), words, ReplyVerb.user());
      } else {
        var _ = AnswerWords.give(node, question.ask(), words, ReplyVerb.user());
      }
    } catch (CliException e) {
      if (!e.type().equals(Refusal.Kind.AnswerMisfit.name())) {
        throw e;
      }
      invocation.say(String.valueOf(e.getMessage()));
      return;
    }
    heard(runner.await(session, asked.turn()));
  }

  private void heard(TurnRunner.Watched watched) {
    open = watched instanceof TurnRunner.Asked asked ? Optional.of(asked) : Optional.empty();
    exit = TurnReport.exit(watched);
    report.part(watched);
    if (invocation.json()) {
      results.add(report.json(watched));
    }
  }

  /** Prints the document, an array of results, and gives the last turn's exit code. */
  int end() {
    return invocation.print(
        new Report(exit, () -> Json.array(results, result -> result), () -> ""));
  }
}
