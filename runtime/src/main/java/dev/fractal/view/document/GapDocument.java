package dev.fractal.view.document;

/**
 * That a slow reader of a stream was not told everything.
 *
 * @param missed news and events that it was not told at once, 1 or more; the events follow
 */
public record GapDocument(long missed) {}
