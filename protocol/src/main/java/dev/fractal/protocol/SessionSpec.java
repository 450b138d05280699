package dev.fractal.protocol;

/**
 * What a session is made with; resolved once, at its start.
 *
 * @param profile name of the capability profile
 * @param doctrine stamp of the behaviour prompt that the session was started with
 * @param kernel stamp of the kernel and its snapshot format
 */
public record SessionSpec(
    ModelChoice models, TurnLimits limits, String profile, String doctrine, String kernel) {
  public SessionSpec withModels(ModelChoice chosen) {
    return new SessionSpec(chosen, limits, profile, doctrine, kernel);
  }
}
