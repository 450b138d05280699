package dev.fractal.protocol;

/**
 * What a session is made with; resolved once, at its start.
 *
 * @param profile name of the capability profile
 * @param doctrine stamp of the behaviour prompt that the session was started with
 * @param kernel stamp of the kernel and its snapshot format
 */
public record SessionSpec(
    ModelChoice models,
    TurnLimits limits,
    TreeLimits tree,
    Descent descent,
    String profile,
    String doctrine,
    String kernel) {
  public SessionSpec withModels(ModelChoice chosen) {
    return new SessionSpec(chosen, limits, tree, descent, profile, doctrine, kernel);
  }

  public SessionSpec withProfile(String chosen) {
    return new SessionSpec(models, limits, tree, descent, chosen, doctrine, kernel);
  }

  /** What a child of the session is made with. */
  public SessionSpec child(SessionId parent) {
    var chosen = new ModelChoice(models.child(), models.child(), models.leaf());
    return new SessionSpec(chosen, limits, tree, descent.child(parent), profile, doctrine, kernel);
  }
}
