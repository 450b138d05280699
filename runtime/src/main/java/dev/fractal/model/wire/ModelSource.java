package dev.fractal.model.wire;

import dev.fractal.model.ModelClient;

/** The models of one provider, which share its connections. */
public interface ModelSource extends AutoCloseable {
  /**
   * A client that makes one attempt per call.
   *
   * @throws dev.fractal.model.ModelSpecException if no model can have that name
   */
  ModelClient model(String name);

  /** Ends what is on its way and every connection. */
  @Override
  void close();
}
