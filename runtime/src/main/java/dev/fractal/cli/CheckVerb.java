package dev.fractal.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.view.Json;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "check", description = "Check the store: schema, journals, payloads, catalog.")
final class CheckVerb extends Verb {
  @Override
  boolean throughNode() {
    return false;
  }

  @Override
  int run(Invocation invocation) {
    var place =
        directory(invocation)
            .find()
            .orElseThrow(
                () ->
                    new CliException(
                        "NoStore",
                        "there is nothing to check: no .fractal directory in "
                            + invocation.env().directory()
                            + " or above it; name one with --data DIR",
                        Exit.ERROR));
    var findings = invocation.env().launchers().checks().check(place);
    var passed = findings.stream().allMatch(CheckLauncher.Finding::passed);
    return invocation.print(
        new Report(
            passed ? Exit.OK : Exit.CHECK_FAILED,
            () -> json(passed, findings),
            () -> text(findings, invocation.style())));
  }

  private static ObjectNode json(boolean passed, List<CheckLauncher.Finding> findings) {
    var node = Json.object().put("ok", passed);
    node.set("checks", Json.array(findings, Json::tree));
    return node;
  }

  private static String text(List<CheckLauncher.Finding> findings, Style style) {
    var out = new StringBuilder();
    for (var finding : findings) {
      out.append(finding.passed() ? style.green("ok    ") : style.red("FAILED"))
          .append("  ")
          .append(style.line(finding.check()))
          .append(finding.detail().isEmpty() ? "" : ": " + style.line(finding.detail()))
          .append('\n');
    }
    return out.toString();
  }
}
