package dev.fractal.gate;

/**
 * What a program did.
 *
 * @param exit its exit code
 * @param truncated whether an output was longer than what is kept
 */
public record CommandResult(int exit, String stdout, String stderr, boolean truncated) {}
