package dev.fractal.session.work;

import dev.fractal.kernel.Granted;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.ReleaseRequest.AsRecorded;
import dev.fractal.protocol.ReleaseRequest.AtHead;
import dev.fractal.protocol.ReleaseRequest.NewestGood;
import dev.fractal.protocol.event.Continuation;
import dev.fractal.repl.Verification;
import dev.fractal.session.decide.Finding;
import dev.fractal.session.decide.Recorded;
import dev.fractal.session.decide.Recorded.Offer;
import dev.fractal.session.state.Core;
import dev.fractal.session.state.QuarantineFold;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.AwaitingHostCalls;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.state.SessionState.Quarantined;
import dev.fractal.session.state.SessionState.Quarantined.Cause;
import dev.fractal.session.state.SessionState.Suspended;
import java.util.Optional;

/**
 * Looks again at the record of a session that stands still: its journal where that was in doubt,
 * every stored text that it needs, and its REPL, which is rebuilt. Changes nothing. Blocks; for
 * platform threads.
 */
final class Recheck {
  private final History history;
  private final StoredTexts texts;
  private final Verification repl;
  private final Core core;
  private final Granted granted;

  /**
   * A look at one session's record, for one use.
   *
   * @param core what is known of the session
   * @param granted what its cells may ask of the host
   */
  Recheck(SessionServices services, Core core, Granted granted) {
    this.history = services.history();
    this.texts = new StoredTexts(services.payloads());
    this.repl = new Verification(core.id(), services.kernels(), services.payloads());
    this.core = core;
    this.granted = granted;
  }

  Finding of(SessionState state, ReleaseRequest request) {
    return switch (request.choice()) {
      case AtHead(var head) -> at(head);
      case AsRecorded _, NewestGood _ -> newest(state);
    };
  }

  private Finding at(HeadId head) {
    var continuation = history.continuation(core.id(), head);
    if (continuation.isEmpty()) {
      return new Finding.NoHead(head);
    }
    var problem = problem(continuation.get());
    var named = new Failure("HeadChosen", "head " + head + " was named");
    return problem.isPresent()
        ? new Finding.Nowhere(problem.get())
        : new Finding.Offers(new Offer(head, continuation.get()), named);
  }

  private Finding newest(SessionState state) {
    var recorded = Optional.<Recorded>empty();
    var at = state;
    if (state instanceof Quarantined broken) {
      boolean inDoubt = broken.cause() != Cause.RECORDED;
      recorded = inDoubt ? Optional.of(history.recorded(core.id())) : recorded;
      at = recorded.map(Recorded::state).orElse(at);
    }
    var problem = problem(at);
    if (problem.isEmpty()) {
      return new Finding.Stands(QuarantineFold.known(at).orElseThrow());
    }
    var why = problem.get();
    return recorded.orElseGet(() -> history.recorded(core.id())).offers().stream()
        .filter(offer -> problem(offer.continuation()).isEmpty())
        .findFirst()
        .<Finding>map(offer -> new Finding.Offers(offer, why))
        .orElseGet(() -> new Finding.Nowhere(why));
  }

  private Optional<Failure> problem(SessionState state) {
    return switch (state) {
      case Quarantined(var _, var before, var _, var cause)
          when cause == Cause.RECORDED && before.isPresent() ->
          problem(before.get());
      case Quarantined broken -> Optional.of(broken.reason());
      case Live live -> problem(live);
      case SessionState.Absent _, SessionState.Purged _ ->
          Optional.of(new Failure("JournalEmpty", "its journal has no beginning"));
    };
  }

  private Optional<Failure> problem(Live live) {
    return texts
        .problem(live)
        .or(
            () ->
                repl.problem(
                    live.core().workspace(), granted, core.spec().kernel(), underWay(live)));
  }

  private Optional<Failure> problem(Continuation head) {
    return texts
        .problem(head)
        .or(() -> repl.problem(head.workspace(), granted, core.spec().kernel(), Optional.empty()));
  }

  private static Optional<Verification.UnderWay> underWay(Live live) {
    return switch (live) {
      case Evaluating at -> Optional.of(new Verification.UnderWay(at.turn().number(), at.step()));
      case Suspended at -> Optional.of(new Verification.UnderWay(at.turn().number(), at.step()));
      case AwaitingHostCalls at ->
          Optional.of(new Verification.UnderWay(at.turn().number(), at.step()));
      case SessionState.Idle _, SessionState.Stopped _, SessionState.AwaitingModel _ ->
          Optional.empty();
    };
  }
}
