package dev.fractal.node;

import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.EvaluationRepeated;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.session.state.HostFunctions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * In which order a node wakes what the process before it left unfinished: first what is above
 * suspicion, then, one after the other, what may have ended that process, those that did so before
 * and those that did something last at the end.
 *
 * @param free they wake together
 * @param suspects they wake alone, in this order
 */
record WakingOrder(List<SessionId> free, List<SessionId> suspects) {
  /** So many of a journal's newest events say what a session was doing. */
  private static final int NEWEST = 64;

  private static final Comparator<Suspicion> LEAST_FIRST =
      Comparator.comparingInt(Suspicion::losses).thenComparing(Suspicion::since);

  WakingOrder {
    free = List.copyOf(free);
    suspects = List.copyOf(suspects);
  }

  /**
   * That a session was doing work of this process when it ended.
   *
   * @param losses how often a process has ended while it did
   * @param since when it began that work
   */
  private record Suspicion(SessionId session, int losses, Instant since) {}

  /**
   * Blocks; reads the end of each journal.
   *
   * @param losses from which on a session is suspected: 0 where its cells run in this process, else
   *     one end of a process says nothing about it
   */
  static WakingOrder of(JournalReader journal, List<SessionId> unfinished, int losses) {
    var free = new ArrayList<SessionId>();
    var suspects = new ArrayList<Suspicion>();
    for (var session : unfinished) {
      suspicion(journal, session)
          .filter(suspicion -> suspicion.losses >= losses)
          .ifPresentOrElse(suspects::add, () -> free.add(session));
    }
    return new WakingOrder(
        free, suspects.stream().sorted(LEAST_FIRST).map(Suspicion::session).toList());
  }

  /** Whether a session evaluates, or has the node reach files, programs or tools, now. */
  static boolean isBusy(JournalReader journal, SessionId session) {
    return suspicion(journal, session).isPresent();
  }

  private static Optional<Suspicion> suspicion(JournalReader journal, SessionId session) {
    long highest = journal.highest(session);
    int losses = 0;
    for (var entry : journal.read(session, Math.max(1, highest - NEWEST), highest).reversed()) {
      switch (entry.event()) {
        case CallsRepeated _ -> losses++;
        case EvaluationRepeated repeated -> {
          return Optional.of(new Suspicion(session, repeated.times(), repeated.at()));
        }
        case ModelReplied replied -> {
          return Optional.of(new Suspicion(session, losses, replied.at()));
        }
        case HostCallsCompleted completed -> {
          return Optional.of(new Suspicion(session, losses, completed.at()));
        }
        case HostCallsRequested asked -> {
          return asked.calls().stream().anyMatch(WakingOrder::isOurs)
              ? Optional.of(new Suspicion(session, losses, asked.at()))
              : Optional.empty();
        }
        case SessionEvent _ -> {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isOurs(HostCall call) {
    return !HostFunctions.isLeaf(call) && !HostFunctions.isChild(call);
  }
}
