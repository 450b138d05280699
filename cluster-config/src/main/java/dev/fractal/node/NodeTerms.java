package dev.fractal.node;

import dev.fractal.client.Node;
import dev.fractal.http.routes.StartTerms;
import dev.fractal.model.ModelClients;
import dev.fractal.protocol.ModelChoice;
import dev.fractal.protocol.capability.Profile;
import dev.fractal.protocol.spec.SessionSpec;

/** What sessions are made with that are started over HTTP. */
record NodeTerms(Node node, ModelClients models, String model) implements StartTerms {
  @Override
  public void check(String spec) {
    var _ = models.client(spec);
  }

  @Override
  public SessionSpec spec(ModelChoice choice, Profile profile) {
    return node.spec(choice, profile);
  }
}
