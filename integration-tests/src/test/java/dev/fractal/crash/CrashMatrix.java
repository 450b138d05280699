package dev.fractal.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fractal.kernel.KernelFactory;
import dev.fractal.model.ModelReply;
import dev.fractal.model.ModelRequest;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnRequest;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.SessionReply;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import dev.fractal.session.LiveSession;
import dev.fractal.session.SessionRig;
import dev.fractal.session.TestModels;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.Work;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.persistence.testkit.ProcessingSuccess;
import org.apache.pekko.persistence.testkit.WriteEvents;

/**
 * One scenario of two turns, run once without a crash and then again from the first {@code n}
 * events of that run, as a crash after the {@code n}th event leaves them.
 */
final class CrashMatrix implements AutoCloseable {
  private static final SessionId ID = new SessionId("crash-1");
  private static final String PID = JournalReader.persistenceId(ID);
  private static final long COMPACT_ABOVE = 500;
  private static final int MAX_STEPS = 20;

  private final Script script;
  private final TestModels models = TestModels.scripted(request -> answer(request));
  private final SessionRig rig;
  private final Set<Integer> boundaries;
  private final Passage whole;
  private volatile CompletableFuture<Void> accepted = new CompletableFuture<>();

  CrashMatrix(KernelFactory kernels, Script script) {
    this.script = script;
    this.rig =
        SessionRig.inMemory(SessionRig.Lent.of(models, kernels).compactingAbove(COMPACT_ABOVE));
    var writes = new CopyOnWriteArrayList<Integer>();
    rig.journal()
        .withPolicy(
            (_, operation) -> {
              if (operation instanceof WriteEvents write) {
                writes.add(write.getBatch().size());
              }
              return ProcessingSuccess.getInstance();
            });
    this.whole = pass(List.of());
    rig.journal().resetPolicy();
    this.boundaries = sums(writes);
  }

  private static Set<Integer> sums(List<Integer> writes) {
    var ends = new HashSet<Integer>(Set.of(0));
    int end = 0;
    for (int size : writes) {
      end += size;
      ends.add(end);
    }
    return ends;
  }

  /** Nothing is answered before both turns are accepted, so that their order is the same. */
  private CompletableFuture<ModelReply> answer(ModelRequest request) {
    return accepted.thenCompose(_ -> script.answer(request));
  }

  /** The run without a crash. */
  Passage whole() {
    return whole;
  }

  int events() {
    return whole.journal().size();
  }

  /** Whether a write of the actor ended after so many events, so that a crash can fall there. */
  boolean isBoundary(int cut) {
    return boundaries.contains(cut);
  }

  /** A client starts the session and sends its two turns, as it does again after every crash. */
  Passage pass(List<SessionEvent> prefix) {
    rig.journal().clearByPersistenceId(PID);
    rig.journal().persistForRecovery(PID, List.copyOf(prefix));
    int askedBefore = models.asked().size();
    accepted = new CompletableFuture<>();
    var session = rig.wake(ID);
    try {
      session.start(rig.spec(MAX_STEPS));
      accept(session, 1);
      accept(session, 2);
      accepted.complete(null);
      var results = List.of(session.result(1), session.result(2));
      var asked = models.asked();
      return new Passage(
          rig.events(ID), results, List.copyOf(asked.subList(askedBefore, asked.size())));
    } finally {
      accepted.complete(null);
      session.kill();
    }
  }

  private static void accept(LiveSession session, int turn) {
    assertThat(session.submit(TurnRequest.of("r-" + turn, "task " + turn)))
        .isEqualTo(new SessionReply.TurnAccepted(ID, turn));
  }

  /** Cuts whose passage does not come to the same end; none if crashes change nothing. */
  List<Integer> failures() {
    var failures = new ArrayList<Integer>();
    for (int cut = 0; cut <= events(); cut++) {
      try {
        check(cut);
      } catch (AssertionError e) {
        failures.add(cut);
      }
    }
    return failures;
  }

  void check(int cut) {
    var prefix = whole.journal().subList(0, cut);
    var passage = pass(prefix);
    var where = "cut after event " + cut;
    assertThat(passage.outcomes()).as(where).isEqualTo(whole.outcomes());
    assertThat(passage.digests()).as(where).isEqualTo(whole.digests());
    assertThat(passage.asked())
        .as(where)
        .doesNotHaveDuplicates()
        .noneMatch(answered(prefix)::contains);
    if (isBoundary(cut)) {
      assertThat(passage.essence()).as(where).isEqualTo(whole.essence());
      assertThat(passage.repeated()).as(where).isEqualTo(inFlight(cut));
      assertThat(passage.lost()).as(where).isEqualTo(passage.repeated().size());
    } else {
      assertThat(passage.results())
          .as(where)
          .allMatch(result -> result.outcome().terminal() == TurnStatus.FINAL);
    }
  }

  private static Set<CallKey> answered(List<SessionEvent> prefix) {
    var keys = new HashSet<CallKey>();
    for (SessionEvent event : prefix) {
      if (event instanceof ModelReplied reply) {
        keys.add(CallKey.model(ID, reply.turn(), reply.step()));
      } else if (event instanceof HostCallsCompleted done) {
        done.results()
            .forEach(
                result ->
                    keys.add(
                        CallKey.host(ID, done.turn(), done.step(), done.cell(), result.call())));
      }
    }
    return keys;
  }

  /** Calls that may have been in flight when the actor ended after so many events. */
  private List<CallKey> inFlight(int cut) {
    return switch (Passage.fold(whole.journal().subList(0, cut))) {
      case SessionState.AwaitingModel at -> keys(at);
      case SessionState.AwaitingHostCalls at -> keys(at);
      case SessionState.Evaluating at when !keys(at).isEmpty() -> keys(at);
      case SessionState.Evaluating at -> afterEvaluation(at, cut);
      case SessionState.Absent _,
          SessionState.Idle _,
          SessionState.Suspended _,
          SessionState.Stopped _,
          SessionState.Quarantined _,
          SessionState.Purged _ ->
          List.of();
    };
  }

  private static List<CallKey> keys(SessionState state) {
    return state.next().stream().filter(Work::reported).map(Work::key).toList();
  }

  /**
   * The evaluation may have been over, and the next model call sent, before anything was written.
   */
  private List<CallKey> afterEvaluation(SessionState.Evaluating at, int cut) {
    var journal = whole.journal();
    if (waitsOn(journal.get(cut))) {
      return afterEvaluation(at, cut + 1);
    }
    int next = cut + 1 < journal.size() && journal.get(cut + 1) instanceof VariablesSaved ? 2 : 1;
    return journal.get(cut) instanceof CellsEvaluated
            && journal.get(cut + next) instanceof ModelReplied
        ? List.of(CallKey.model(ID, at.turn().number(), at.step().step() + 1))
        : List.of();
  }

  /** That a cell waits on is not written alone. */
  private static boolean waitsOn(SessionEvent event) {
    return event instanceof HostCallsRequested asked && asked.calls().isEmpty();
  }

  @Override
  public void close() {
    rig.close();
  }
}
