package dev.fractal.persistence.outline;

import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.event.SessionEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What sessions without a stored outline came to when they were last read, so that only what was
 * written since is read again. Bounded by bytes; those that nobody asked for longest go first. Safe
 * for use by several threads.
 */
public final class StandingMemory {
  private final long most;
  private final LinkedHashMap<SessionId, Remembered> known = new LinkedHashMap<>(16, 0.75f, true);
  private long held;

  /**
   * An empty memory.
   *
   * @param most bytes that the outlines in it have in their stored form, together
   */
  public StandingMemory(long most) {
    this.most = most;
  }

  private record Remembered(long begun, Standing standing, long size) {}

  /**
   * What is known of a session.
   *
   * @param begun where its journal begins in the whole journal, now: another one is forgotten
   */
  synchronized Optional<Standing> of(SessionId session, long begun) {
    var found = Optional.ofNullable(known.get(session));
    if (found.filter(one -> one.begun != begun).isPresent()) {
      forget(session);
      return Optional.empty();
    }
    return found.map(Remembered::standing);
  }

  /** Folds what was written since; empty when a session does not begin with its start. */
  Optional<Standing> grown(
      SessionId session, long begun, Optional<Standing> before, List<JournalEntry> since) {
    if (since.isEmpty()) {
      return before;
    }
    var fold = before.map(one -> OutlineFold.from(one.outline())).orElseGet(OutlineFold::begin);
    long expected = fold.sequence() + 1;
    since.forEach(fold::apply);
    var ended =
        Stream.concat(before.stream().flatMap(one -> one.fresh().stream()), fold.ended().stream());
    var standing = fold.outline().map(outline -> new Standing(outline, ended.toList(), false));
    if (isWhole(since, expected)) {
      standing.ifPresent(now -> remember(session, begun, now));
    } else {
      forget(session);
    }
    return standing;
  }

  /** What lacks events, or has some that cannot be read, may be repaired. */
  private static boolean isWhole(List<JournalEntry> since, long expected) {
    return since.getFirst().sequence() == expected
        && since.getLast().sequence() == expected + since.size() - 1
        && since.stream().noneMatch(entry -> entry.event() instanceof SessionEvent.Unreadable);
  }

  private synchronized void remember(SessionId session, long begun, Standing standing) {
    forget(session);
    long size = OutlineCodec.encode(standing).length;
    known.put(session, new Remembered(begun, standing, size));
    held += size;
    var oldest = known.entrySet().iterator();
    while (held > most && oldest.hasNext()) {
      held -= oldest.next().getValue().size;
      oldest.remove();
    }
  }

  private synchronized void forget(SessionId session) {
    var gone = known.remove(session);
    held -= gone == null ? 0 : gone.size;
  }
}
