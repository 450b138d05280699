package dev.fractal.session.decide;

import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.ReleaseReport;
import dev.fractal.protocol.ReleaseReport.Verdict;
import dev.fractal.protocol.ReleaseRequest;
import dev.fractal.protocol.ReleaseRequest.AsRecorded;
import dev.fractal.protocol.ReleaseRequest.AtHead;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.SessionStatus;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.Refusal;
import dev.fractal.protocol.command.Refusal.Kind;
import dev.fractal.protocol.command.SessionCommand.ReleaseSession;
import dev.fractal.protocol.command.SessionReply.Refused;
import dev.fractal.protocol.command.SessionReply.Released;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.SessionReleased;
import dev.fractal.session.decide.Decision.Answer;
import dev.fractal.session.decide.Recorded.Offer;
import dev.fractal.session.state.QuarantineFold;
import dev.fractal.session.state.SessionState;
import dev.fractal.session.state.SessionState.AwaitingHostCalls;
import dev.fractal.session.state.SessionState.AwaitingModel;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.state.SessionState.Quarantined;
import dev.fractal.session.state.SessionState.Suspended;
import dev.fractal.session.state.Work;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lets sessions go on that stand still, once their record was looked at again. Pure. */
final class ReleaseDecider {
  private final SessionId session;
  private final NodeStamp world;
  private final Refusals refusals;

  ReleaseDecider(SessionId session, NodeStamp world) {
    this.session = session;
    this.world = world;
    this.refusals = new Refusals(session);
  }

  /** What a release leads to at first. */
  Decision release(SessionState state, ReleaseSession command, Instant now) {
    var known = QuarantineFold.known(state);
    if (known.isEmpty()) {
      return refusals.refuse(
          Kind.SessionQuarantined,
          "session %s cannot be released: nothing of its journal can be read; purge it"
              .formatted(session));
    }
    var mismatch = world.mismatch(session, known.get().core().spec());
    if (mismatch.isPresent()) {
      return refusals.refuse(Kind.WorldMismatch, mismatch.get());
    }
    boolean named = command.request().choice() instanceof AtHead;
    if (state instanceof Quarantined || (state instanceof Suspended && named)) {
      return Decision.answer(new Answer.Recheck());
    }
    return state instanceof Suspended at
        ? retried(at, command.request(), now)
        : Decision.answer(new Answer.FormerRelease());
  }

  private Decision retried(Suspended at, ReleaseRequest request, Instant now) {
    var finding = "its step is evaluated again, in a process of its own with more room";
    return goesOn(at, request, report(Verdict.RETRIED, at.reason(), finding), now);
  }

  /** What follows when a barred session has come to life again. */
  Decision unbarred(Live state, ReleaseRequest request, Failure reason, Instant now) {
    var finding = "its journal can be read, and the session has come to life";
    return goesOn(state, request, report(Verdict.LIFTED, reason, finding), now);
  }

  private static ReleaseReport report(Verdict verdict, Failure reason, String finding) {
    return new ReleaseReport(verdict, reason, finding, Optional.empty());
  }

  private Decision goesOn(Live at, ReleaseRequest request, ReleaseReport report, Instant now) {
    var draft = new Draft(at, now).add(new SessionReleased(request, report, at.count() + 1, now));
    var reply = new Released(session, draft.state().status(), report);
    return new Decision(draft.steps(), new Answer.Now(reply));
  }

  /** What a release leads to once the record was looked at; none found when that failed. */
  Decision rechecked(
      SessionState state, ReleaseSession command, Optional<Finding> finding, Instant now) {
    return switch (state) {
      case Quarantined broken when finding.isPresent() ->
          decided(broken.reason(), aligned(broken), command.request(), finding.get(), now);
      case Suspended at when finding.isPresent() ->
          decided(at.reason(), at, command.request(), finding.get(), now);
      case Quarantined _, Suspended _ ->
          refused(
              Kind.NotStored,
              "the re-check of session %s failed, its node's log says why; ask again");
      default -> release(state, command, now);
    };
  }

  /** Where it stood, with the number of the journal's last event. */
  private static Live aligned(Quarantined broken) {
    return aligned(broken.before().orElseThrow(), broken.count());
  }

  private static Live aligned(Live live, long count) {
    return live.with(live.core().at(count));
  }

  private Decision decided(
      Failure reason, Live stood, ReleaseRequest request, Finding finding, Instant now) {
    return switch (finding) {
      case Finding.Stands(var at) -> {
        var found = "all of its record was read again and a new REPL came to the same";
        yield written(
            aligned(at, stood.count()), request, report(Verdict.LIFTED, reason, found), now);
      }
      case Finding.Offers(var offer, var why) ->
          request.choice() instanceof AsRecorded
              ? held(
                  stood,
                  reason,
                  "the re-check says: %s; head %s can be restored"
                      .formatted(why.message(), offer.head()),
                  Optional.of(offer.head()))
              : restarted(stood, reason, request, offer, why, now);
      case Finding.Nowhere(var why) ->
          held(
              stood,
              reason,
              "the re-check says: %s; no head was found that can be restored"
                  .formatted(why.message()),
              Optional.empty());
      case Finding.NoHead(var head) ->
          refused(
              Kind.UnknownHead,
              "the readable part of the journal of session %s has no head " + head);
    };
  }

  private Decision refused(Kind kind, String sentence) {
    var refusal = new Refusal(kind, sentence.formatted(session));
    return Decision.answer(new Answer.Checked(new Refused(session, refusal)));
  }

  private Decision held(Live stood, Failure reason, String finding, Optional<HeadId> offered) {
    var report = new ReleaseReport(Verdict.HELD, reason, finding, offered);
    var status = stood instanceof Suspended at ? at.status() : SessionStatus.QUARANTINED;
    return Decision.answer(new Answer.Checked(new Released(session, status, report)));
  }

  private Decision written(Live at, ReleaseRequest request, ReleaseReport report, Instant now) {
    var draft = new Draft(at, now);
    draft.add(new SessionReleased(request, report, at.count() + 1, now));
    if (draft.state() instanceof InTurn open && world.lacksToolsOf(open.core().spec())) {
      TurnEnding.endElsewhere(draft, world, OutcomeDecider.inFlight(open));
    } else if (draft.state() instanceof AwaitingModel
        || draft.state() instanceof AwaitingHostCalls) {
      repeated(draft);
    }
    return answered(draft, report);
  }

  /** Calls that were in flight when the session was quarantined are made again. */
  private static void repeated(Draft draft) {
    var keys = draft.state().next().stream().filter(Work::reported).map(Work::key).toList();
    if (!keys.isEmpty() && draft.state() instanceof InTurn open) {
      draft.add(new CallsRepeated(open.turn().number(), List.copyOf(keys), draft.now()));
    }
  }

  /** A turn that was open ends; then the session goes on from the head. */
  private Decision restarted(
      Live stood, Failure reason, ReleaseRequest request, Offer offer, Failure why, Instant now) {
    var draft = new Draft(stood, now);
    if (stood instanceof InTurn open) {
      var ended =
          OutcomeDecider.aborted(
              TurnStatus.ERROR,
              reason.type(),
              "the session was released at an older head: " + reason.message());
      TurnEnding.end(draft, ended, OutcomeDecider.inFlight(open));
    }
    var finding =
        "head %s was restored and compared, and it goes on there, for where it stood the re-check says: %s"
            .formatted(offer.head(), why.message());
    var report = new ReleaseReport(Verdict.RESTARTED, reason, finding, Optional.of(offer.head()));
    draft.add(new SessionReleased(request, report, draft.state().count() + 1, now));
    draft.add(new HeadSelected(offer.head(), offer.continuation(), now));
    return answered(draft, report);
  }

  private Decision answered(Draft draft, ReleaseReport report) {
    var reply = new Released(session, draft.state().status(), report);
    return new Decision(draft.steps(), new Answer.Checked(reply));
  }
}
