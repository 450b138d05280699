package dev.fractal.node;

import dev.fractal.http.routes.Health;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.persistence.store.Store;
import dev.fractal.protocol.SessionId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/** Whether a node may get work: the store answers, and the cluster has it. */
record NodeHealth(
    ActorSystem<?> system, Store store, Presence presence, KernelFactory kernels, Executor io)
    implements Health {
  private static final SessionId NOBODY = new SessionId("health");

  /** Less than who asks waits: a pool without connections would keep him for its whole patience. */
  private static final long PATIENCE_SECONDS = 2;

  @Override
  public List<Check> checks() {
    return List.of(storeAnswers(), isMember(), isHeardOf(), evaluates());
  }

  private Check storeAnswers() {
    var answer = CompletableFuture.runAsync(() -> store.journal().highest(NOBODY), io);
    try {
      answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return new Check("store", true, "the store answers");
    } catch (ExecutionException | TimeoutException e) {
      return new Check("store", false, "the store does not answer; the node's log says why");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Check("store", false, "nobody waited for the store's answer");
    }
  }

  private Check evaluates() {
    return kernels
        .problem()
        .map(why -> new Check("workers", false, why))
        .orElse(new Check("workers", true, "cells can be evaluated"));
  }

  private Check isHeardOf() {
    var heard = presence.isHeardOf();
    return new Check(
        "place",
        heard,
        heard ? "nobody can take this node's place" : "the database has not heard of this node");
  }

  private Check isMember() {
    var status = Cluster.get(system).selfMember().status();
    var up = status.equals(MemberStatus.up()) || status.equals(MemberStatus.weaklyUp());
    return new Check("cluster", up, "this node is " + status.toString().toLowerCase(Locale.ROOT));
  }
}
