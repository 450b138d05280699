package dev.fractal.session.state;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.HeadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Instant;
import java.util.Optional;

/**
 * What every phase of a started session knows.
 *
 * @param count events folded
 */
public record Core(
    Identity identity,
    SessionSpec spec,
    Ledger ledger,
    Transcript transcript,
    Workspace workspace,
    Lineage lineage,
    Account account,
    Mailbox mailbox,
    Schedules schedules,
    long count) {

  public SessionId id() {
    return identity.session();
  }

  Core counted() {
    return new Core(
        identity,
        spec,
        ledger,
        transcript,
        workspace,
        lineage,
        account,
        mailbox,
        schedules,
        count + 1);
  }

  /** The same after so many events, some of which may be missing. */
  public Core at(long number) {
    return new Core(
        identity,
        spec,
        ledger,
        transcript,
        workspace,
        lineage,
        account,
        mailbox,
        schedules,
        number);
  }

  Core derivedFrom(Origin origin) {
    var derived = new Identity(identity.session(), identity.started(), Optional.of(origin));
    return new Core(
        derived, spec, ledger, transcript, workspace, lineage, account, mailbox, schedules, count);
  }

  Core with(SessionSpec changed) {
    return new Core(
        identity,
        changed,
        ledger,
        transcript,
        workspace,
        lineage,
        account,
        mailbox,
        schedules,
        count);
  }

  Core with(Ledger changed) {
    return new Core(
        identity,
        spec,
        changed,
        transcript,
        workspace,
        lineage,
        account,
        mailbox,
        schedules,
        count);
  }

  Core with(Transcript changed) {
    return new Core(
        identity, spec, ledger, changed, workspace, lineage, account, mailbox, schedules, count);
  }

  Core with(Workspace changed) {
    return new Core(
        identity, spec, ledger, transcript, changed, lineage, account, mailbox, schedules, count);
  }

  Core with(Lineage changed) {
    return new Core(
        identity, spec, ledger, transcript, workspace, changed, account, mailbox, schedules, count);
  }

  Core with(Account changed) {
    return new Core(
        identity, spec, ledger, transcript, workspace, lineage, changed, mailbox, schedules, count);
  }

  Core with(Mailbox changed) {
    return new Core(
        identity, spec, ledger, transcript, workspace, lineage, account, changed, schedules, count);
  }

  Core with(Schedules changed) {
    return new Core(
        identity, spec, ledger, transcript, workspace, lineage, account, mailbox, changed, count);
  }

  /** The id of the child that a call of this session spawns. */
  public SessionId child(CallKey call) {
    return SessionId.child(spec.descent().root().orElse(id()), call);
  }

  /**
   * Who the session is.
   *
   * @param origin what it was derived from
   */
  public record Identity(SessionId session, Instant started, Optional<Origin> origin) {}

  /** The head of another session that a derived one goes on from. */
  public record Origin(SessionId session, HeadId head) {}
}
