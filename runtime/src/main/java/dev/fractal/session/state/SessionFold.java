package dev.fractal.session.state;

import dev.fractal.protocol.AskId;
import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.Edge;
import dev.fractal.protocol.Failure;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.Message;
import dev.fractal.protocol.Message.Author;
import dev.fractal.protocol.Spend;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.protocol.event.CellReport;
import dev.fractal.protocol.event.SessionEvent;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.protocol.event.SessionEvent.BudgetGranted;
import dev.fractal.protocol.event.SessionEvent.BudgetRaised;
import dev.fractal.protocol.event.SessionEvent.BudgetSettled;
import dev.fractal.protocol.event.SessionEvent.BudgetWarned;
import dev.fractal.protocol.event.SessionEvent.CallsRepeated;
import dev.fractal.protocol.event.SessionEvent.CellsEvaluated;
import dev.fractal.protocol.event.SessionEvent.EdgeAdded;
import dev.fractal.protocol.event.SessionEvent.EvaluationRepeated;
import dev.fractal.protocol.event.SessionEvent.HeadPublished;
import dev.fractal.protocol.event.SessionEvent.HeadSelected;
import dev.fractal.protocol.event.SessionEvent.HostCallsCompleted;
import dev.fractal.protocol.event.SessionEvent.HostCallsRequested;
import dev.fractal.protocol.event.SessionEvent.MessageReceived;
import dev.fractal.protocol.event.SessionEvent.ModelFailed;
import dev.fractal.protocol.event.SessionEvent.ModelReplied;
import dev.fractal.protocol.event.SessionEvent.ScheduleSet;
import dev.fractal.protocol.event.SessionEvent.ScheduleTicked;
import dev.fractal.protocol.event.SessionEvent.SessionCompacted;
import dev.fractal.protocol.event.SessionEvent.SessionPaused;
import dev.fractal.protocol.event.SessionEvent.SessionPurged;
import dev.fractal.protocol.event.SessionEvent.SessionQuarantined;
import dev.fractal.protocol.event.SessionEvent.SessionReleased;
import dev.fractal.protocol.event.SessionEvent.SessionResumed;
import dev.fractal.protocol.event.SessionEvent.SessionStarted;
import dev.fractal.protocol.event.SessionEvent.SessionStopped;
import dev.fractal.protocol.event.SessionEvent.SessionSuspended;
import dev.fractal.protocol.event.SessionEvent.StopRequested;
import dev.fractal.protocol.event.SessionEvent.TimerFired;
import dev.fractal.protocol.event.SessionEvent.TimerSet;
import dev.fractal.protocol.event.SessionEvent.TurnEnded;
import dev.fractal.protocol.event.SessionEvent.TurnHandedOver;
import dev.fractal.protocol.event.SessionEvent.TurnOpened;
import dev.fractal.protocol.event.SessionEvent.TurnQueued;
import dev.fractal.protocol.event.SessionEvent.TurnStands;
import dev.fractal.protocol.event.SessionEvent.Unreadable;
import dev.fractal.protocol.event.SessionEvent.VariablesSaved;
import dev.fractal.protocol.event.StepRecord;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.session.state.OpenWaits.Wait;
import dev.fractal.session.state.SessionState.Absent;
import dev.fractal.session.state.SessionState.AwaitingModel;
import dev.fractal.session.state.SessionState.Evaluating;
import dev.fractal.session.state.SessionState.Idle;
import dev.fractal.session.state.SessionState.InStep;
import dev.fractal.session.state.SessionState.InTurn;
import dev.fractal.session.state.SessionState.Live;
import dev.fractal.session.state.SessionState.Purged;
import dev.fractal.session.state.SessionState.Quarantined;
import dev.fractal.session.state.SessionState.Quarantined.Cause;
import dev.fractal.session.state.SessionState.Stopped;
import dev.fractal.session.state.SessionState.Suspended;
import java.util.List;
import java.util.Optional;

/**
 * The fold of a session's events. An event that does not fit its phase means a damaged journal or a
 * defect; it quarantines the session instead of stopping the shard.
 */
final class SessionFold {
  private SessionFold() {}

  static SessionState fold(SessionState state, SessionEvent event) {
    try {
      return folded(state, event);
    } catch (RuntimeException | StackOverflowError e) {
      var message =
          "event %d (%s) cannot be folded: %s; use another version, or purge the session"
              .formatted(state.count() + 1, event.getClass().getSimpleName(), e);
      return new Quarantined(
          state.count() + 1,
          QuarantineFold.known(state),
          new Failure("FoldDefect", message),
          Cause.UNREADABLE);
    }
  }

  private static SessionState folded(SessionState state, SessionEvent event) {
    return switch (state) {
      case Quarantined broken -> QuarantineFold.fold(broken, event);
      case Purged(var session, var count) -> new Purged(session, count + 1);
      case Absent(var count) ->
          event instanceof SessionStarted started
              ? new Idle(start(started))
              : event instanceof SessionPurged(var session, var _)
                  ? new Purged(session, count + 1)
                  : misfit(count, Optional.empty(), state, event);
      case Live live when event instanceof SessionReleased e -> QuarantineFold.released(live, e);
      case Live live -> live(live.with(live.core().counted()), event);
    };
  }

  private static SessionState live(Live state, SessionEvent event) {
    var timed = timed(state, event);
    return switch (event) {
      case TurnQueued e ->
          timed.with(core(timed).with(ledger(timed).queued(e.turn(), e.request())));
      case TurnOpened e when timed instanceof Idle ->
          Schedules.freed(timed, opened(core(timed), e), e.at());
      case ModelReplied e when timed instanceof AwaitingModel at -> replied(at, e);
      case ModelFailed e when timed instanceof AwaitingModel at -> failed(at, e);
      case CellsEvaluated e when timed instanceof Evaluating at && !at.pending().isOpen() ->
          evaluated(at, e);
      case HostCallsRequested e when timed instanceof Evaluating at -> CallsFold.requested(at, e);
      case HostCallsCompleted e
          when timed instanceof InStep at
              && at.pending().cell() == e.cell()
              && at.pending().takes(e.results()) ->
          CallsFold.completed(at, e);
      case AskOpened e when timed instanceof InTurn at && e.cell() == AskId.BUDGET ->
          BudgetFold.asked(at, e);
      case AskAnswered e when timed instanceof InTurn at && e.cell() == AskId.BUDGET ->
          BudgetFold.answered(at, e);
      case BudgetRaised e -> BudgetFold.raised(timed, e);
      case BudgetWarned e when timed instanceof InTurn at -> BudgetFold.warned(at, e);
      case AskOpened e when timed instanceof InStep at && isOf(at, e.step(), e.cell()) ->
          at.with(
              at.pending()
                  .waiting(new Wait(e.call(), Optional.of(e.ask()), e.ask().due(), e.at())));
      case TimerSet e when timed instanceof InStep at && isOf(at, e.step(), e.cell()) ->
          at.with(
              at.pending()
                  .waiting(new Wait(e.call(), Optional.empty(), Optional.of(e.due()), e.at())));
      case AskAnswered e when timed instanceof InStep at && isOf(at, e.step(), e.cell()) ->
          CallsFold.answered(at, e);
      case TimerFired e when timed instanceof InStep at && isOf(at, e.step(), e.cell()) -> at;
      case MessageReceived e when timed instanceof InTurn at && isOpen(at, e.turn()) ->
          MailFold.received(at, e);
      case CallsRepeated e when timed instanceof InTurn at -> repeated(at, e);
      case EvaluationRepeated e
          when timed instanceof Evaluating at && at.step().step() == e.step() ->
          at.lost(e.times()).with(at.turn().revived(e.at()));
      case TurnHandedOver _ when timed instanceof InTurn at -> at.with(at.turn().handedOver());
      case TurnStands _ when timed instanceof InTurn at -> at.with(at.turn().handedOver());
      case VariablesSaved e -> timed.with(core(timed).with(Workspaces.saved(workspace(timed), e)));
      case TurnEnded e when isOpen(timed, e.turn()) || ledger(timed).isQueued(e.turn()) ->
          Schedules.freed(timed, ended(timed, e), e.at());
      case HeadPublished e ->
          timed.with(core(timed).with(core(timed).lineage().published(e.head())));
      case BudgetGranted e when timed instanceof InStep at -> CallsFold.granted(at, e);
      case BudgetGranted e -> timed.with(core(timed).with(granted(core(timed).account(), e)));
      case BudgetSettled e when timed instanceof InStep at -> CallsFold.settled(at, e);
      case BudgetSettled e when timed instanceof AwaitingModel at -> BudgetFold.settled(at, e);
      case BudgetSettled e ->
          timed.with(core(timed).with(core(timed).account().settled(e.child(), e.used())));
      case EdgeAdded(var edge, var _) -> edged(timed, edge);
      case SessionCompacted e -> timed.with(core(timed).with(Transcript.of(e.window())));
      case StopRequested _ when timed instanceof InTurn at -> at.with(at.turn().stopping());
      case SessionStopped _ when timed instanceof Idle at ->
          new Stopped(at.core().with(ledger(at).resumed()));
      case SessionPaused _ when !(timed instanceof Stopped) -> paused(timed);
      case SessionResumed _ when timed instanceof Stopped at -> new Idle(at.core());
      case SessionSuspended e when timed instanceof Evaluating at ->
          new Suspended(at.core(), at.turn(), at.step(), at.pending(), e.reason());
      case SessionResumed _ when timed instanceof Suspended at ->
          CallsFold.launched(at.resumed(at.core().with(ledger(at).resumed())));
      case SessionResumed _ when timed.paused() ->
          resumed(timed, core(timed).with(ledger(timed).resumed()));
      case ScheduleSet e -> timed.with(core(timed).with(core(timed).schedules().set(e)));
      case ScheduleTicked e -> timed.with(core(timed).with(core(timed).schedules().ticked(e)));
      case SessionPurged e -> new Purged(e.session(), timed.count());
      case HeadSelected e when !(timed instanceof InTurn) -> selected(timed, e);
      case SessionQuarantined e ->
          new Quarantined(timed.count(), Optional.of(timed), e.reason(), Cause.RECORDED);
      case Unreadable e ->
          new Quarantined(
              timed.count(),
              Optional.of(timed),
              new Failure(
                  "UnreadableEvent",
                  "event %d ('%s') cannot be read: %s; use the version that wrote it, or restore it"
                      .formatted(timed.count(), e.manifest(), e.problem())),
              Cause.UNREADABLE);
      case SessionStarted _,
          TurnOpened _,
          ModelReplied _,
          ModelFailed _,
          CellsEvaluated _,
          HostCallsRequested _,
          HostCallsCompleted _,
          AskOpened _,
          AskAnswered _,
          TimerSet _,
          TimerFired _,
          MessageReceived _,
          BudgetWarned _,
          CallsRepeated _,
          EvaluationRepeated _,
          TurnHandedOver _,
          TurnStands _,
          TurnEnded _,
          StopRequested _,
          SessionStopped _,
          SessionPaused _,
          SessionSuspended _,
          SessionResumed _,
          SessionReleased _,
          HeadSelected _ ->
          misfit(timed.count() - 1, Optional.of(timed), timed, event);
    };
  }

  /**
   * A turn's time goes on with every event; while it is held or waits for people and times only,
   * and while no node ran it, it stands. Schedules are not its matter.
   */
  private static Live timed(Live state, SessionEvent event) {
    boolean begins = event instanceof CallsRepeated || event instanceof EvaluationRepeated;
    boolean besides = event instanceof ScheduleSet || event instanceof ScheduleTicked;
    if (!(state instanceof InTurn open) || begins || besides) {
      return state;
    }
    var turn = open.turn();
    boolean stands = open.held() || open.waits();
    return open.with(stands ? turn.revived(event.at()) : turn.at(event.at()));
  }

  private static boolean isOf(InStep at, int step, int cell) {
    return at.step().step() == step && at.pending().cell() == cell;
  }

  private static Live resumed(Live state, Core core) {
    return state instanceof AwaitingModel at && at.held()
        ? MailFold.awaiting(core, at.turn(), at.interruptions())
        : state.with(core);
  }

  private static Live paused(Live state) {
    int last = state instanceof InTurn open ? open.currentStep() : 0;
    return state.with(core(state).with(ledger(state).paused(last)));
  }

  private static Core start(SessionStarted event) {
    return new Core(
        new Core.Identity(event.session(), event.at(), Optional.empty()),
        event.spec(),
        Ledger.EMPTY,
        Transcript.EMPTY,
        Workspace.EMPTY,
        Lineage.NONE,
        Account.of(event.spec().budget()),
        Mailbox.EMPTY,
        Schedules.NONE,
        1);
  }

  static Live opened(Core core, TurnOpened event) {
    var request = event.request();
    var workspace = Workspaces.withInputs(core.workspace(), request.inputs());
    boolean fresh = event.turn() == 1 && core.identity().origin().isEmpty();
    var transcript = core.transcript();
    for (var message : TurnFrame.of(core.spec(), event, fresh, workspace.inputs())) {
      transcript = transcript.plus(message);
    }
    var spec = request.models().map(models -> core.spec().with(models)).orElse(core.spec());
    return MailFold.awaiting(
        core.with(spec)
            .with(core.ledger().opened(event.turn(), request))
            .with(workspace)
            .with(transcript),
        OpenTurn.of(event, new OpenTurn.Basis(core.transcript().window().size(), core.workspace())),
        0);
  }

  static Account granted(Account account, BudgetGranted event) {
    var booked = account;
    for (var grant : event.grants()) {
      booked = booked.granted(grant.child(), grant.budget());
    }
    return booked;
  }

  private static SessionState failed(AwaitingModel at, ModelFailed event) {
    var account = at.core().account().failed(at.call(), event.lost());
    return at.with(at.core().with(account)).with(at.turn().spent(Spend.NONE.lose(event.lost())));
  }

  private static SessionState repeated(InTurn at, CallsRepeated event) {
    var account = at.core().account();
    for (CallKey call : event.paid()) {
      account = account.repeated(call);
    }
    var turn = at.turn().spent(Spend.NONE.lose(event.paid().size())).revived(event.at());
    return at.with(turn).with(at.core().with(account));
  }

  private static SessionState replied(AwaitingModel at, ModelReplied event) {
    var spend = Spend.NONE.reply(event.usage()).lose(event.lost());
    var message = new Message(Author.MODEL, event.turn(), event.reply());
    var account = at.core().account().stepReplied(at.call(), event.usage(), event.lost());
    return new Evaluating(
        at.core().with(at.core().transcript().plus(message)).with(account),
        at.turn().replied(spend),
        new StepRecord(event.step(), event.reply(), event.at(), account.left(), List.of()));
  }

  private static SessionState evaluated(Evaluating at, CellsEvaluated event) {
    var message = new Message(Author.OBSERVATION, event.turn(), event.observation());
    var core =
        at.core()
            .with(at.core().transcript().plus(message))
            .with(Workspaces.evaluated(at.core().workspace(), at.step(), event));
    var turn = CellReport.misfit(event.cells()).isPresent() ? at.turn().misfitted() : at.turn();
    return MailFold.awaiting(core, turn, 0);
  }

  static Live ended(Live state, TurnEnded event) {
    return state instanceof InTurn open && isOpen(state, event.turn())
        ? new Idle(closed(open, event))
        : state.with(settled(core(state), event, Optional.empty()));
  }

  private static boolean isOpen(Live state, int turn) {
    return state instanceof InTurn open && open.turn().number() == turn;
  }

  /** An aborted turn leaves the session as it was before; what it did is at its wreckage head. */
  private static Core closed(InTurn state, TurnEnded event) {
    var core =
        accounted(
            settled(core(state), event, core(state).lineage().newest()),
            event.spend().lost() > state.turn().spend().lost());
    return switch (event.outcome()) {
      case TurnOutcome.Finished _ -> core;
      case TurnOutcome.Aborted _ ->
          core.with(core.transcript().firstOnly(state.turn().basis().messages()))
              .with(Workspaces.rolledBack(core.workspace(), state.turn().basis().workspace()));
    };
  }

  private static Core settled(Core core, TurnEnded event, Optional<HeadId> head) {
    var result =
        new TurnResult(
            core.id(),
            event.turn(),
            event.outcome(),
            event.steps(),
            event.spend(),
            event.tree(),
            head);
    return core.with(core.ledger().ended(result));
  }

  private static Live edged(Live state, Edge edge) {
    return switch (edge.kind()) {
      case INVOCATION -> state;
      case DERIVATION ->
          edge.head()
              .map(head -> new Core.Origin(edge.session(), head))
              .map(origin -> state.with(core(state).derivedFrom(origin)))
              .orElse(state);
    };
  }

  /** A child has one turn; what it leaves goes back to its parent. */
  private static Core accounted(Core core, boolean launched) {
    var account = core.account().turnEnded(launched);
    return core.with(core.spec().descent().parent().isPresent() ? account.closed() : account);
  }

  private static SessionState selected(Live state, HeadSelected event) {
    var core = core(state);
    return state.with(
        core.with(Transcript.of(event.continuation().window()))
            .with(Workspaces.selected(core.workspace(), event.continuation().workspace()))
            .with(core.lineage().selected(event.head())));
  }

  private static SessionState misfit(
      long before, Optional<Live> stood, SessionState state, SessionEvent event) {
    return new Quarantined(
        before + 1,
        stood.map(live -> QuarantineFold.numbered(live, event)),
        new Failure(
            "JournalMisfit",
            "event %d (%s) does not fit a session that is %s; check the store"
                .formatted(
                    before + 1,
                    event.getClass().getSimpleName(),
                    state.getClass().getSimpleName())),
        Cause.UNREADABLE);
  }

  private static Core core(Live state) {
    return state.core();
  }

  private static Ledger ledger(Live state) {
    return state.core().ledger();
  }

  private static Workspace workspace(Live state) {
    return state.core().workspace();
  }
}
