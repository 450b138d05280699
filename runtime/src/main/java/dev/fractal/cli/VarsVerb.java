package dev.fractal.cli;

import dev.fractal.protocol.SessionId;
import dev.fractal.view.SessionReader;
import dev.fractal.view.VariableView;
import dev.fractal.view.ViewJson;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;

@Command(name = "vars", description = "A session's REPL variables.")
final class VarsVerb extends SessionReadVerb {
  private static final int PREVIEW = 60;
  private static final int DIGEST = 19;

  @Override
  Report read(SessionId id, SessionReader reader, Invocation invocation) {
    var variables = VariableView.of(id, reader);
    Function<VariableView, String> preview =
        variable ->
            variable
                .saved()
                .map(saved -> reader.payloads().text(saved.encoded()))
                .map(invocation.env().launchers().preview())
                .orElse("");
    return Report.ok(
        () -> ViewJson.variables(variables, preview),
        () -> table(variables, preview, invocation.style()));
  }

  private static String table(
      List<VariableView> variables, Function<VariableView, String> preview, Style style) {
    var table = new Table(style, "NAME", "VALUE", "DIGEST", "KEPT");
    variables.forEach(
        variable ->
            table.row(
                variable.name(),
                Wording.shortened(preview.apply(variable), PREVIEW),
                variable.digest().substring(0, DIGEST) + "…",
                variable.inexact().map(reason -> "not exactly: " + reason).orElse("exactly")));
    return table.render();
  }
}
