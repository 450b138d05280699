package dev.fractal.repl;

import dev.fractal.kernel.Granted;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.Workspace;
import java.util.Optional;

/**
 * A step to evaluate.
 *
 * @param workspace the REPL before the step
 * @param step the reply, and the host results so far
 * @param granted what the session may ask of the host
 * @param schema JSON Schema that the value given to {@code FINAL} must fit
 * @param save save the variables at the end even when the code does not call {@code FINAL}
 * @param tries how it went before
 * @param stamp of the kernel that the session began with
 */
public record StepTask(
    Workspace workspace,
    int turn,
    StepRecord step,
    Granted granted,
    Optional<Content> schema,
    boolean save,
    Tries tries,
    String stamp) {}
