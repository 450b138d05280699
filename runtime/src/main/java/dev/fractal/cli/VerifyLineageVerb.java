package dev.fractal.cli;

import dev.fractal.protocol.SessionId;
import dev.fractal.view.Kin;
import dev.fractal.view.LineageCheck;
import dev.fractal.view.SessionReader;
import dev.fractal.view.TreeJson;
import picocli.CommandLine.Command;

@Command(
    name = "verify-lineage",
    description = "Check that no session of a tree may do more than its parent, and every edge.")
final class VerifyLineageVerb extends SessionReadVerb {
  @Override
  Report read(SessionId id, SessionReader reader, Invocation invocation) {
    var tree = Kin.of(id, reader).orElseThrow(() -> TreeReadVerb.bad(id));
    var verdict = LineageCheck.of(tree, reader);
    return new Report(
        verdict.problems().isEmpty() ? Exit.OK : Exit.CHECK_FAILED,
        () -> TreeJson.verdict(verdict),
        () -> text(verdict, invocation.style()));
  }

  private static String text(LineageCheck.Verdict verdict, Style style) {
    var out = new StringBuilder();
    for (var found : verdict.problems()) {
      out.append(style.red("FAILED"))
          .append("  session ")
          .append(style.line(found.session() + " " + found.problem()))
          .append('\n');
    }
    var checked =
        Wording.count(verdict.sessions(), "session")
            + ", "
            + Wording.count(verdict.edges(), "edge");
    return verdict.problems().isEmpty()
        ? style.green("ok    ") + "  " + checked + "\n"
        : out.append(checked).append('\n').toString();
  }
}
