package dev.fractal.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.fractal.persistence.database.StoreException;
import dev.fractal.persistence.membership.ClusterTables;
import dev.fractal.persistence.membership.Formation;
import dev.fractal.persistence.membership.Incarnation;
import dev.fractal.persistence.membership.LeaseAnswer;
import dev.fractal.persistence.membership.LifeSign;
import dev.fractal.persistence.membership.Registration;
import dev.fractal.persistence.store.JournalConfig;
import dev.fractal.persistence.store.Store;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * This node in the shared database: registered when it is opened, heard of until it is closed. Open
 * it before the actor system, close it after; the caller ends the node when it is {@link #fenced}.
 * For use by several threads.
 */
public final class Membership implements AutoCloseable {
  private static final int LEASE_THREADS = 2;
  private static final String ROLES = "pekko.cluster.roles";

  private final ClusterSettings settings;
  private final ClusterTables tables;
  private final Registration registration;
  private final Incarnation incarnation;
  private final Heartbeat heartbeat;
  private final ExecutorService leaseThreads;
  private final CompletableFuture<String> fenced = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicInteger sessions = new AtomicInteger();

  private Membership(ClusterSettings settings, ClusterTables tables, Registration registration) {
    this.settings = settings;
    this.tables = tables;
    this.registration = registration;
    long asked = System.nanoTime();
    this.incarnation = tables.register(registration);
    this.heartbeat =
        new Heartbeat(settings, asked, () -> tables.beat(incarnation, sessions.get()), this::lost);
    this.leaseThreads =
        Executors.newFixedThreadPool(
            LEASE_THREADS, Thread.ofPlatform().name("fractal-lease-", 0).daemon().factory());
  }

  /**
   * Registers this node and begins to beat. Blocks.
   *
   * @param whole with {@code fractal.cluster}, and with the address and the number of shards that
   *     the actor system will have
   * @param system the actor system's name
   * @throws IllegalArgumentException with one sentence when the configuration is wrong
   * @throws StoreException with one sentence when the database refuses
   */
  public static Membership open(Config whole, Store store, String system) {
    var settings = ClusterSettings.from(whole);
    var endpoint = Endpoint.canonical(whole);
    Endpoint.bound(whole, endpoint).requireFree();
    var tables = store.openCluster(settings.ttl());
    boolean opened = false;
    try {
      tables.requireShards(whole.getInt("pekko.cluster.sharding.number-of-shards"));
      var membership =
          new Membership(
              settings,
              tables,
              new Registration(
                  "pekko://" + system + "@" + endpoint,
                  settings.name().isEmpty() ? endpoint.toString() : settings.name(),
                  whole.getString("pekko.cluster.app-version"),
                  settings.ttl()));
      membership.heartbeat.start();
      opened = true;
      return membership;
    } finally {
      if (!opened) {
        tables.close();
      }
    }
  }

  /**
   * The configuration of this node's actor system: with the journal of the store, which this life
   * alone may write, and with the incarnation as a role.
   */
  public Config configuration(Config whole, Store store) {
    var roles = new ArrayList<>(whole.getStringList(ROLES));
    roles.add(DownedFence.role(incarnation));
    return JournalConfig.forStore(store, incarnation, settings.ttl())
        .withValue(ROLES, ConfigValueFactory.fromIterable(roles))
        .withFallback(whole);
  }

  public Incarnation incarnation() {
    return incarnation;
  }

  /** Like {@code pekko://fractal@127.0.0.1:25520}. */
  public String address() {
    return registration.address();
  }

  public ClusterSettings settings() {
    return settings;
  }

  /** How many sessions are awake here; the next beat tells it. */
  public void hosts(int awake) {
    sessions.set(awake);
  }

  /** Whether nobody can have taken this node's place: its last beat is younger than the ttl. */
  public boolean healthy() {
    return !fenced.isDone() && !closed.get() && heartbeat.isValid();
  }

  /** Completes with one sentence when this node has lost its place: it must stop then. */
  public CompletionStage<String> fenced() {
    return fenced.minimalCompletionStage();
  }

  private void lost() {
    if (!closed.get()) {
      fenced.complete(
          "node "
              + registration.name()
              + " was fenced: the database did not hear of it for "
              + settings.ttl().toSeconds()
              + "s, or its cluster gave it up, and others take its place; stop it and start it"
              + " again");
    }
  }

  Formation mayForm() {
    var answer = tables.mayForm(incarnation);
    if (answer instanceof Formation.Fenced) {
      lost();
    }
    return answer;
  }

  boolean joined() {
    return tables.joined(incarnation);
  }

  /** Says that nobody shall join this node any more. Blocks. */
  public void leaving() {
    tables.leaving(incarnation);
  }

  boolean acquire(String lease) {
    return switch (tables.acquire(lease, incarnation)) {
      case LeaseAnswer.ACQUIRED -> true;
      case LeaseAnswer.TAKEN -> false;
      case LeaseAnswer.FENCED -> {
        lost();
        yield false;
      }
    };
  }

  boolean fence(Incarnation other) {
    return tables.fence(other);
  }

  /** What tells the others that this process runs; who has it closes it. */
  LifeSign sign() {
    return tables.sign(incarnation);
  }

  /** Takes the right to write from a node that gives no sign of life; whether that is so. */
  boolean fenceGone(Incarnation other) {
    return tables.fenceGone(other);
  }

  void release(String lease) {
    tables.release(lease, incarnation);
  }

  /** Threads for work on leases, which blocks. */
  Executor leaseThreads() {
    return leaseThreads;
  }

  boolean isClosed() {
    return closed.get();
  }

  /**
   * Leaves: gives back all leases and the right to write, if others have not taken them. Blocks;
   * may be called again.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      heartbeat.close();
      leaseThreads.shutdownNow();
      try (tables) {
        if (!fenced.isDone()) {
          tables.leave(incarnation);
        }
      } catch (StoreException e) {
        Heartbeat.LOG.warn("node {} could not sign off: {}", registration.name(), e.getMessage());
      }
    }
  }
}
