package dev.fractal.http.lanes;

import java.util.concurrent.Executor;

/**
 * The threads on which requests are served.
 *
 * @param quick for what soon ends or waits
 * @param reads for reads of the store and large answers, which may keep a processor busy
 */
public record Lanes(Executor quick, Executor reads) {}
