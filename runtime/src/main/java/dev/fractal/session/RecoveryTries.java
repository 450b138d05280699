package dev.fractal.session;

import dev.fractal.persistence.database.DatabaseFailure;
import dev.fractal.session.decide.SessionMessage;
import dev.fractal.session.decide.SessionMessage.Unrecoverable;
import java.util.function.Consumer;
import org.apache.pekko.persistence.typed.internal.JournalFailureException;

/**
 * Counts how often a session's journal could not be read. Pekko tells a failure twice, the second
 * time wrapped. What the database is to blame for passes, and does not count; anything else is
 * given up after a few tries.
 */
final class RecoveryTries {
  private static final int MOST = 3;

  private final Consumer<SessionMessage> mailbox;
  private int failures;

  RecoveryTries(Consumer<SessionMessage> mailbox) {
    this.mailbox = mailbox;
  }

  void failed(Throwable failure) {
    boolean toldBefore = failure instanceof JournalFailureException;
    if (toldBefore || DatabaseFailure.isOutage(failure)) {
      return;
    }
    failures++;
    if (failures == MOST) {
      var reason = "its journal could not be read %d times: %s".formatted(MOST, failure);
      mailbox.accept(new Unrecoverable(reason));
    }
  }
}
