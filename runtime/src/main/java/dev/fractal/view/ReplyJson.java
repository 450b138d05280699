package dev.fractal.view;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.command.SessionReply.Described;
import dev.fractal.protocol.command.SessionReply.Done;
import dev.fractal.protocol.command.SessionReply.Released;
import dev.fractal.protocol.command.TurnResult;
import dev.fractal.view.document.CancelledDocument;
import dev.fractal.view.document.DerivedDocument;
import dev.fractal.view.document.DescribedDocument;
import dev.fractal.view.document.ErrorDocument;
import dev.fractal.view.document.ReleasedDocument;
import dev.fractal.view.document.StatusDocument;

/** What sessions answer as JSON, the same for every way in. */
public final class ReplyJson {
  private ReplyJson() {}

  public static ObjectNode done(Done done) {
    return Json.document(new StatusDocument(done.session(), done.status()));
  }

  /** What came of a release. */
  public static ObjectNode released(Released released) {
    var report = released.report();
    return Json.document(
        new ReleasedDocument(
            released.session(),
            released.status(),
            report.verdict(),
            ErrorDocument.of(report.reason()),
            report.finding(),
            report.head()));
  }

  /** A session in short. */
  public static ObjectNode described(Described described) {
    return Json.document(
        new DescribedDocument(
            described.session(),
            described.status(),
            described.turns(),
            described.queued(),
            described.head()));
  }

  /** A session that was derived. */
  public static ObjectNode derived(Described described, SessionId source) {
    return Json.document(
        new DerivedDocument(described.session(), described.status(), source, described.head()));
  }

  /** A child whose turn was cancelled. */
  public static ObjectNode cancelled(SessionId parent, SessionId child, TurnResult result) {
    return Json.document(new CancelledDocument(parent, child, result.outcome().terminal()));
  }
}
