package dev.fractal.cli;

import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.repl.Cells;
import dev.fractal.view.Json;
import dev.fractal.view.SessionReader;
import dev.fractal.view.StepJson;
import dev.fractal.view.StepView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "steps", description = "A session's steps: code, what became of it, what was seen.")
final class StepsVerb extends SessionReadVerb {
  @Option(names = "--turn", paramLabel = "N", description = "Only this turn's.")
  @Nullable Integer turn;

  @Override
  Report read(SessionId id, SessionReader reader, Invocation invocation) {
    var steps = StepView.of(id, Optional.ofNullable(turn), reader);
    var json = new StepJson(reader.payloads());
    return Report.ok(
        () -> Json.array(steps, json::step),
        () ->
            steps.stream()
                .map(step -> text(step, reader.payloads(), invocation.style()))
                .collect(Collectors.joining("\n")));
  }

  private static String text(StepView step, PayloadStore payloads, Style style) {
    var out = new StringBuilder();
    var title = "turn " + step.turn() + " step " + step.step();
    var spent = Wording.spend(Spend.NONE.reply(step.usage()).lose(step.lost()));
    out.append(style.bold(title)).append(style.dim(" · " + spent)).append('\n');
    switch (step.answer()) {
      case StepView.Answer.Replied(var reply) ->
          Cells.of(payloads.text(reply))
              .sources()
              .forEach(code -> out.append(indented("  ", style.page(code))));
      case StepView.Answer.Failed(var failure) ->
          out.append("  ")
              .append(style.red(style.line(failure.type() + ": " + failure.message())))
              .append('\n');
    }
    step.calls().forEach(call -> out.append("  ").append(call(call, style)).append('\n'));
    step.evaluation()
        .ifPresent(
            evaluation -> {
              out.append("  ").append(style.dim("→ " + cells(evaluation.cells(), style)));
              out.append('\n');
              out.append(
                  indented("  │ ", style.page(payloads.text(evaluation.observation()).strip())));
            });
    return out.toString();
  }

  private static String call(StepView.Call call, Style style) {
    var fate =
        call.result()
            .map(
                result ->
                    switch (result.answer()) {
                      case HostResult.Answer.Returned _ -> Wording.spend(result.spend());
                      case HostResult.Answer.Failed(var failure) ->
                          failure.type() + ": " + failure.message();
                      case HostResult.Answer.Cancelled _ -> "cancelled";
                    })
            .orElse("not answered yet");
    return style.dim("· ") + style.line(call.asked().function() + ": " + fate);
  }

  private static String cells(List<CellReport> cells, Style style) {
    return cells.isEmpty()
        ? "no cells"
        : cells.stream()
            .map(cell -> cell.ending().wire() + detail(cell, style))
            .collect(Collectors.joining(", "));
  }

  private static String detail(CellReport cell, Style style) {
    return cell.detail().isEmpty() ? "" : " (" + style.line(cell.detail()) + ")";
  }

  private static String indented(String with, String text) {
    return text.isEmpty()
        ? ""
        : text.lines().map(line -> with + line + "\n").collect(Collectors.joining());
  }
}
