package dev.fractal.cli;

import dev.fractal.protocol.capability.Approvals;
import dev.fractal.view.Inert;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What needs a person's yes. */
final class ApprovalOptions {
  @Option(
      names = "--approve",
      paramLabel = "NAMES",
      split = ",",
      description = "Functions that need a person's yes, e.g. sh,writeFile,github.*")
  @Nullable List<String> approve;

  boolean isGiven() {
    return approve != null;
  }

  /** The functions; none when nothing is given. */
  Approvals approvals() {
    try {
      return approve == null ? Approvals.NONE : new Approvals(approve);
    } catch (IllegalArgumentException e) {
      throw CliException.usage("--approve: " + Inert.line(String.valueOf(e.getMessage())));
    }
  }
}
