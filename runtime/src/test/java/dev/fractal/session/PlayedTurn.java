package dev.fractal.session;

import dev.fractal.kernel.Granted;
import dev.fractal.kernel.KernelFactory;
import dev.fractal.persistence.payload.InMemoryPayloadStore;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.Usage;
import dev.fractal.protocol.budget.Budget;
import dev.fractal.protocol.event.HostCall;
import dev.fractal.protocol.event.HostResult;
import dev.fractal.protocol.event.HostResult.Answer;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.repl.IdleKernels;
import dev.fractal.repl.Repl;
import dev.fractal.repl.StepOutcome;
import dev.fractal.repl.StepTask;
import dev.fractal.repl.Tries;
import dev.fractal.session.decide.Decision;
import dev.fractal.session.decide.Entry;
import dev.fractal.session.decide.OutcomeDecider;
import dev.fractal.session.decide.Samples;
import dev.fractal.session.decide.SessionMessage.HostCallDone;
import dev.fractal.session.decide.SessionMessage.ModelAnswered;
import dev.fractal.session.decide.SessionMessage.StepDone;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A turn on real cells, without an actor: a seed decides when leaves answer, when kernels are
 * dropped and when all that is not in the journal is lost.
 */
final class PlayedTurn {
  static final PayloadStore PAYLOADS = new InMemoryPayloadStore();
  private static final Granted GRANTED = Granted.of("lm", "mapLm");

  private final KernelFactory kernels;
  private final RandomGenerator random;
  private final OutcomeDecider decider = new OutcomeDecider(Samples.WORLD);
  private final List<SessionEvent> journal = new ArrayList<>();
  private final Set<CallKey> inFlight = new HashSet<>();
  private final List<CallKey> askedTwice = new ArrayList<>();
  private final Set<CallKey> asked = new HashSet<>();
  private Unwritten unwritten = new Unwritten();
  private Repl repl;
  private Instant now = Samples.T0;
  private int slices;
  private int writes;

  PlayedTurn(KernelFactory kernels, RandomGenerator random, int parallel) {
    this.kernels = kernels;
    this.random = random;
    this.repl = newRepl();
    journal.add(Samples.started(Samples.parallel(parallel)));
    journal.add(Samples.opened(1));
    unwritten.begin(folded(), Decision.nothing());
  }

  private Repl newRepl() {
    return new Repl(Samples.ID, kernels, PAYLOADS, new IdleKernels(1), _ -> {});
  }

  List<SessionEvent> journal() {
    return List.copyOf(journal);
  }

  /** Calls that were asked again though no crash was told. */
  List<CallKey> askedTwice() {
    return List.copyOf(askedTwice);
  }

  int slices() {
    return slices;
  }

  int writes() {
    return writes;
  }

  Workspace workspace() {
    return ((SessionState.Live) folded()).core().workspace();
  }

  private SessionState folded() {
    var state = SessionState.absent();
    for (var event : journal) {
      state = state.apply(event);
    }
    return state;
  }

  /**
   * Plays a step to its end.
   *
   * @param crashes of a hundred moments, how many lose everything that is not written
   */
  PlayedTurn play(int step, String cell, int crashes) {
    take(
        decider.outcome(
            unwritten.state(),
            new ModelAnswered(
                CallKey.model(Samples.ID, 1, step),
                Content.inline("```js\n" + cell + "\n```"),
                Usage.ZERO,
                0),
            now));
    while (unwritten.state() instanceof SessionState.InStep at) {
      now = now.plusMillis(7);
      ask(at);
      if (random.nextInt(100) < crashes) {
        crash();
      } else if (at instanceof SessionState.Evaluating evaluating) {
        evaluate(evaluating);
      } else {
        answer(1 + random.nextInt(inFlight.size()));
      }
    }
    write();
    return this;
  }

  private void ask(SessionState.InStep at) {
    for (var work : at.next()) {
      if (work instanceof Work.AskLeaf leaf && inFlight.add(leaf.key()) && !asked.add(leaf.key())) {
        askedTwice.add(leaf.key());
      }
    }
    inFlight.retainAll(at.next().stream().map(Work::key).toList());
  }

  private void evaluate(SessionState.Evaluating at) {
    slices++;
    if (random.nextInt(4) == 0) {
      repl.close();
    }
    var work = (Work.EvaluateStep) at.next().getLast();
    var outcome =
        repl.run(
            new StepTask(
                work.workspace(),
                work.turn(),
                work.step(),
                GRANTED,
                Optional.empty(),
                false,
                Tries.NONE,
                kernels.stamp()));
    if (random.nextBoolean() && !inFlight.isEmpty()) {
      answer(1 + random.nextInt(inFlight.size()));
    }
    take(decider.step(unwritten.state(), new StepDone(work.key(), outcome), false, now));
  }

  /** So many leaves answer at once, in any order. */
  private void answer(int count) {
    var works =
        new ArrayList<>(
            unwritten.state().next().stream()
                .filter(Work.AskLeaf.class::isInstance)
                .map(Work.AskLeaf.class::cast)
                .toList());
    Collections.shuffle(works, random);
    var done =
        works.stream()
            .limit(count)
            .map(work -> new HostCallDone(work.key(), result(work.call())))
            .toList();
    done.forEach(each -> inFlight.remove(each.key()));
    unwritten.takeDue(decider.results(unwritten.state(), done, now));
    write();
  }

  /** What a leaf answers is a function of what it is asked, and nothing else. */
  private static HostResult result(HostCall call) {
    var json = "\"«" + PAYLOADS.text(call.arguments()).replaceAll("[^\\w]", "") + "»\"";
    return new HostResult(
        call.call(), new Answer.Returned(Content.inline(json)), Spend.NONE.reply(Usage.ZERO));
  }

  private void crash() {
    repl.close();
    repl = newRepl();
    unwritten = new Unwritten();
    inFlight.clear();
    var state = folded();
    var first =
        state instanceof SessionState.InTurn
            ? decider.revived(state, false, now)
            : Decision.nothing();
    first.events().stream()
        .filter(CallsRepeated.class::isInstance)
        .forEach(event -> asked.removeAll(((CallsRepeated) event).calls()));
    unwritten.begin(state, first);
    write();
  }

  private void take(Decision decision) {
    unwritten.take(decision);
    if (unwritten.isDue()) {
      write();
    }
  }

  private void write() {
    var events = Entry.events(unwritten.drain(0));
    if (!events.isEmpty()) {
      writes++;
      journal.addAll(events);
    }
    if (folded() instanceof SessionState.Quarantined broken) {
      throw new AssertionError(broken.reason().toString());
    }
    unwritten.written(folded());
  }

  /** What a REPL of its own says to the next step, once it was rebuilt from a workspace. */
  StepOutcome rebuilt(Workspace workspace) {
    var last = ((SessionState.AwaitingModel) folded()).turn();
    try (var other = newRepl()) {
      return other.run(
          new StepTask(
              workspace,
              last.number(),
              new StepRecord(
                  last.steps() + 1,
                  Content.inline("```js\n1\n```"),
                  now.plus(Duration.ofSeconds(1)),
                  Budget.UNLIMITED,
                  List.of()),
              GRANTED,
              Optional.empty(),
              false,
              Tries.NONE,
              kernels.stamp()));
    }
  }
}
