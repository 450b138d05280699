package dev.fractal.repl;

import dev.fractal.kernel.Granted;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.Workspace;

/**
 * A step to evaluate.
 *
 * @param workspace the REPL before the step
 * @param step the reply, and the host results so far
 * @param granted what the session may ask of the host
 * @param save save the variables at the end even when the code does not call {@code FINAL}
 */
public record StepTask(
    Workspace workspace, int turn, StepRecord step, Granted granted, boolean save) {}
