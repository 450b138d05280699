package dev.fractal.protocol.spec;

import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.budget.Budget;

/**
 * What a session is made with; resolved once, at its start.
 *
 * @param budget what the session and everything below it may use
 * @param doctrine stamp of the behaviour prompt that the session was started with
 * @param kernel stamp of the kernel and its snapshot format
 */
public record SessionSpec(
    ModelChoice models,
    TurnLimits limits,
    Descent descent,
    Authority authority,
    Budget budget,
    String doctrine,
    String kernel) {
  public SessionSpec with(ModelChoice chosen) {
    return new SessionSpec(chosen, limits, descent, authority, budget, doctrine, kernel);
  }

  public SessionSpec with(Authority chosen) {
    return new SessionSpec(models, limits, descent, chosen, budget, doctrine, kernel);
  }

  public SessionSpec with(Budget chosen) {
    return new SessionSpec(models, limits, descent, authority, chosen, doctrine, kernel);
  }

  /** What a child of the session is made with, before anything is tightened. */
  public SessionSpec child(SessionId parent) {
    var chosen = new ModelChoice(models.child(), models.child(), models.leaf());
    return new SessionSpec(
        chosen, limits, descent.child(parent), authority, budget, doctrine, kernel);
  }
}
