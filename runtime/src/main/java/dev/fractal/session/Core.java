package dev.fractal.session;

import dev.fractal.protocol.CallKey;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.Workspace;
import dev.fractal.protocol.spec.SessionSpec;
import java.time.Instant;

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
    long count) {

  public SessionId id() {
    return identity.session();
  }

  Core counted() {
    return new Core(identity, spec, ledger, transcript, workspace, lineage, account, count + 1);
  }

  Core with(SessionSpec changed) {
    return new Core(identity, changed, ledger, transcript, workspace, lineage, account, count);
  }

  Core with(Ledger changed) {
    return new Core(identity, spec, changed, transcript, workspace, lineage, account, count);
  }

  Core with(Transcript changed) {
    return new Core(identity, spec, ledger, changed, workspace, lineage, account, count);
  }

  Core with(Workspace changed) {
    return new Core(identity, spec, ledger, transcript, changed, lineage, account, count);
  }

  Core with(Lineage changed) {
    return new Core(identity, spec, ledger, transcript, workspace, changed, account, count);
  }

  Core with(Account changed) {
    return new Core(identity, spec, ledger, transcript, workspace, lineage, changed, count);
  }

  /** The id of the child that a call of this session spawns. */
  SessionId child(CallKey call) {
    return SessionId.child(spec.descent().root().orElse(id()), call);
  }

  /** Who the session is. */
  public record Identity(SessionId session, Instant started) {}
}
