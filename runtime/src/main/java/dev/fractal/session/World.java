package dev.fractal.session;

/**
 * What a node offers to every session on it.
 *
 * @param doctrine stamp of the behaviour prompt
 * @param kernel stamp of the kernel
 * @param compactAbove a transcript of more UTF-16 units is compacted before the next turn
 * @param leafInput UTF-16 units of input that one leaf takes
 * @param schemaRepairs values that do not fit a turn's schema and are given back to the model
 */
public record World(
    String doctrine, String kernel, long compactAbove, long leafInput, int schemaRepairs) {}
