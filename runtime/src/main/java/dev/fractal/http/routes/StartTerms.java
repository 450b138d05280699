package dev.fractal.http.routes;

import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.spec.SessionSpec;

/** What new sessions of a node are made with. */
public interface StartTerms {
  /** The model spec of a session that names none; empty when it has to name one. */
  String model();

  /**
   * Checks that a model spec can be used; may block.
   *
   * @throws RuntimeException of a type of this project, with one sentence, when it cannot
   */
  void check(String model);

  SessionSpec spec(ModelChoice models, Profile profile);
}
