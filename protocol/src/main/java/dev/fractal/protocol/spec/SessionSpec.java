package dev.fractal.protocol.spec;

import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnLimits;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.budget.BudgetPolicy;
import java.util.Objects;

/**
 * What a session is made with; resolved once, at its start.
 *
 * @param budget what the session and everything below it may use
 * @param policy what happens as the budget comes to its end
 * @param doctrine stamp of the behaviour prompt that the session was started with
 * @param kernel stamp of the kernel and its snapshot format
 */
public record SessionSpec(
    ModelChoice models,
    TurnLimits limits,
    Descent descent,
    Authority authority,
    Budget budget,
    BudgetPolicy policy,
    String doctrine,
    String kernel) {
  public SessionSpec {
    // A node of the version before says nothing of it.
    policy = Objects.requireNonNullElse(policy, BudgetPolicy.USUAL);
  }

  /** One whose turns end when its budget does. */
  public SessionSpec(
      ModelChoice models,
      TurnLimits limits,
      Descent descent,
      Authority authority,
      Budget budget,
      String doctrine,
      String kernel) {
    this(models, limits, descent, authority, budget, BudgetPolicy.USUAL, doctrine, kernel);
  }

  public SessionSpec with(ModelChoice chosen) {
    return new SessionSpec(chosen, limits, descent, authority, budget, policy, doctrine, kernel);
  }

  public SessionSpec with(Authority chosen) {
    return new SessionSpec(models, limits, descent, chosen, budget, policy, doctrine, kernel);
  }

  public SessionSpec with(Budget chosen) {
    return new SessionSpec(models, limits, descent, authority, chosen, policy, doctrine, kernel);
  }

  public SessionSpec with(BudgetPolicy chosen) {
    return new SessionSpec(models, limits, descent, authority, budget, chosen, doctrine, kernel);
  }

  /** What a child of the session is made with, before anything is tightened. */
  public SessionSpec child(SessionId parent) {
    var chosen = new ModelChoice(models.child(), models.child(), models.leaf());
    return new SessionSpec(
        chosen, limits, descent.child(parent), authority, budget, doctrine, kernel);
  }
}
