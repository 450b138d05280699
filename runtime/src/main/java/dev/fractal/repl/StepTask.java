package dev.fractal.repl;

import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.Workspace;
import java.util.Set;

/**
 * A step to evaluate.
 *
 * @param workspace the REPL before the step
 * @param step the reply, and the host results so far
 * @param functions the host functions that the session may use; the others do not exist for it
 * @param save save the variables at the end even when the code does not call {@code FINAL}
 */
public record StepTask(
    Workspace workspace, int turn, StepRecord step, Set<String> functions, boolean save) {
  public StepTask {
    functions = Set.copyOf(functions);
  }
}
