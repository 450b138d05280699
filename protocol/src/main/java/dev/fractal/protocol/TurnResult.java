package dev.fractal.protocol;

import java.util.Optional;

/**
 * The result of a turn.
 *
 * @param turn the number of the turn in its session, from 1
 * @param steps model calls that the turn's loop made
 * @param head the head that the end of the turn published; none for a turn that ended in the queue
 */
public record TurnResult(
    SessionId session,
    int turn,
    TurnOutcome outcome,
    int steps,
    Spend spend,
    Optional<HeadId> head) {}
