package dev.fractal.session;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionCommand;
import dev.fractal.session.decide.CommandDecider;
import dev.fractal.session.decide.Decision;
import dev.fractal.session.decide.NodeStamp;
import dev.fractal.session.decide.OutcomeDecider;
import dev.fractal.session.decide.SessionMessage.ChildStands;
import dev.fractal.session.decide.SessionMessage.Fetched;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.decide.SessionMessage.Outcome;
import dev.fractal.session.decide.SessionMessage.StepDone;
import dev.fractal.session.decide.SessionMessage.TimeReached;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.AwaitingHostCalls;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.state.SessionState.Suspended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Has messages decided on, each on the state with all that was decided before, and takes what is
 * decided into {@link Unwritten}. Results of host calls wait here for each other: those that arrive
 * together are written together, and before what builds on them.
 */
final class Deliberation {
  private final CommandDecider commands;
  private final OutcomeDecider outcomes;
  private final Unwritten unwritten;
  private final Clocks clocks;
  private final List<HostCallDone> arrived = new ArrayList<>();
  private final Set<CallKey> standing = new HashSet<>();
  private boolean revived;

  Deliberation(SessionId id, NodeStamp world, Unwritten unwritten, Clocks clocks) {
    this.commands = new CommandDecider(id, world);
    this.outcomes = new OutcomeDecider(world);
    this.unwritten = unwritten;
    this.clocks = clocks;
  }

  /** Begins anew with what was recovered; results that arrived before are forgotten. */
  void begin(Recovery recovery, SessionState recovered, long highest, boolean died) {
    arrived.clear();
    standing.clear();
    var beginning = recovery.begin(recovered, highest, died, outcomes);
    unwritten.begin(beginning.state(), beginning.first());
    revived = beginning.inEvaluation();
  }

  Decision command(SessionCommand command, Instant now) {
    boolean ends = command instanceof SessionCommand.CancelTurn;
    if (ends || command instanceof SessionCommand.TellSession) {
      takeArrived(now);
    }
    return taken(commands.decide(unwritten.state(), command, now));
  }

  /** Decides on a command whose question to a journal has been answered. */
  Decision fetched(Fetched message, Instant now) {
    return taken(commands.fetched(unwritten.state(), message, now));
  }

  Decision outcome(Outcome message, Instant now) {
    if (message instanceof TimeReached) {
      clocks.due().fired();
    }
    takeArrived(now);
    return taken(outcomes.outcome(unwritten.state(), message, now));
  }

  /** Results that have arrived meanwhile are what a cell goes on with. */
  Decision step(StepDone message, Instant now) {
    takeArrived(now);
    var decision = taken(outcomes.step(unwritten.state(), message, revived, now));
    var reached = unwritten.state();
    revived = revived && (reached instanceof Evaluating || reached instanceof Suspended);
    return decision;
  }

  /** A child's turn waits, or goes on. */
  Decision child(ChildStands message, Instant now) {
    if (message.stands()) {
      standing.add(message.key());
    } else {
      standing.remove(message.key());
    }
    return taken(outcomes.stands(unwritten.state(), standing, now));
  }

  /**
   * Keeps a result until the flush, which is behind those that have arrived in the mailbox, or
   * comes later when the cell has to be rebuilt to go on.
   */
  void arrived(HostCallDone result, Duration lull) {
    if (arrived.isEmpty()) {
      boolean waits = unwritten.state() instanceof AwaitingHostCalls;
      clocks.flushIn(waits ? lull : Duration.ZERO);
    }
    arrived.add(result);
  }

  boolean hasArrived() {
    return !arrived.isEmpty();
  }

  /** Takes in what has arrived. */
  Decision flush(Instant now) {
    takeArrived(now);
    return Decision.nothing();
  }

  void handedOver(Instant now) {
    taken(outcomes.handedOver(unwritten.state(), now));
  }

  private void takeArrived(Instant now) {
    unwritten.takeDue(outcomes.results(unwritten.state(), arrived, now));
    arrived.clear();
  }

  private Decision taken(Decision decision) {
    unwritten.take(decision);
    return decision;
  }
}
