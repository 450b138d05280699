package dev.fractal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.fractal.client.Node;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
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
    var ended = runner.run(session, request, plan.ifBusy());
    exit = TurnReport.exit(ended);
    report.part(ended);
    if (invocation.json()) {
      results.add(report.json(ended.result()));
    }
  }

  /** Prints the document, an array of results, and gives the last turn's exit code. */
  int end() {
    return invocation.print(
        new Report(exit, () -> Json.array(results, result -> result), () -> ""));
  }
}
