package dev.fractal.cluster;

import org.apache.pekko.actor.setup.Setup;

/** Hands an actor system the membership of its node: {@link DatabaseLease} finds it here. */
public final class ClusterSetup extends Setup {
  private final Membership membership;

  public ClusterSetup(Membership membership) {
    this.membership = membership;
  }

  public Membership membership() {
    return membership;
  }
}
