package dev.fractal.model;

/** The models that specs name; safe for use by several threads. */
public interface ModelClients extends AutoCloseable {
  /**
   * The client for a spec, with retries, deadline and the provider's concurrency limit around it;
   * the same object for the same spec.
   *
   * @throws ModelSpecException if the spec is unknown, its playbook unreadable or its key missing
   */
  ModelClient client(String spec);

  @Override
  void close();
}
