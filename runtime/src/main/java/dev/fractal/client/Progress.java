package dev.fractal.client;

import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;

/**
 * Transient news of a running turn; nothing of it is stored.
 *
 * @param phase what the session does, e.g. {@code awaiting model}
 * @param delta a piece of the model's reply, empty when there is none
 * @param spend what the turn has spent so far
 */
public record Progress(
    SessionId session, int turn, int step, String phase, String delta, Spend spend) {}
