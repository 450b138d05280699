package dev.fractal.protocol.command;

import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.budget.Spent;
import java.util.Optional;

/**
 * The result of a turn.
 *
 * @param turn the number of the turn in its session, from 1
 * @param steps model calls that the turn's loop made
 * @param spend of the turn's own model calls
 * @param tree what the budget was charged for the turn, children included
 * @param head the head that the end of the turn published; none for a turn that ended in the queue
 */
public record TurnResult(
    SessionId session,
    int turn,
    TurnOutcome outcome,
    int steps,
    Spend spend,
    Spent tree,
    Optional<HeadId> head) {}
