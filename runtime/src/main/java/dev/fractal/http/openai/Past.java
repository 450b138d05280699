package dev.fractal.http.openai;

import dev.fractal.http.openai.Conversations.Placed;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.outline.Outline;
import dev.fractal.persistence.outline.TurnRow;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.TurnOutcome;
import dev.fractal.protocol.TurnStatus;
import dev.fractal.protocol.command.SessionReply.TurnAccepted;
import dev.fractal.protocol.event.SessionEvent.AskAnswered;
import dev.fractal.view.SessionReader;
import dev.fractal.view.TurnIndex;
import dev.fractal.view.TurnView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a session has said so far, as a conversation sees it: the turns that ended with a value,
 * since aborted ones left nothing behind. Those that are looked at are read, from the end that is
 * nearer; for one thread.
 */
final class Past {
  private static final int PAGE = 16;

  private final TurnIndex index;
  private final PayloadStore payloads;
  private final List<TurnView> oldest = new ArrayList<>();
  private final ArrayDeque<TurnView> newest = new ArrayDeque<>();
  private int from = 1;
  private int to;

  private Past(TurnIndex index, PayloadStore payloads) {
    this.index = index;
    this.payloads = payloads;
    this.to = index.accepted();
  }

  /** Empty when there is no such session. Blocks. */
  static Optional<Past> of(SessionId session, SessionReader reader) {
    return TurnIndex.of(session, reader).map(index -> new Past(index, reader.payloads()));
  }

  SessionId session() {
    return index.session();
  }

  Outline outline() {
    return index.standing().outline();
  }

  /** Turns accepted so far, whatever became of them. */
  int accepted() {
    return index.accepted();
  }

  int size() {
    return outline().tally().finished();
  }

  /** The turn at a place, from 0. */
  TurnView turn(int place) {
    while (place >= oldest.size() && place < size() - newest.size() && from <= to) {
      if (place < size() / 2) {
        forwards();
      } else {
        backwards();
      }
    }
    if (place < oldest.size()) {
      return oldest.get(place);
    }
    int behind = size() - 1 - place;
    return newest.stream()
        .skip(newest.size() - 1L - behind)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("session " + session() + " lacks a turn"));
  }

  private void forwards() {
    int end = Math.min(to, from + PAGE - 1);
    oldest.addAll(finished(from, end));
    from = end + 1;
  }

  private void backwards() {
    int begin = Math.max(from, to - PAGE + 1);
    finished(begin, to).reversed().forEach(newest::addFirst);
    to = begin - 1;
  }

  private List<TurnView> finished(int first, int last) {
    return index.views(
        index.below(last + 1, last - first + 1).stream()
            .filter(row -> row.turn() >= first)
            .filter(row -> row.end().filter(end -> end.outcome() == TurnStatus.FINAL).isPresent())
            .toList());
  }

  String asked(int place) {
    return text(turn(place));
  }

  boolean asked(int place, String message) {
    return ChatThread.asks(asked(place), message);
  }

  boolean answered(int place, String text) {
    return turn(place).end().orElseThrow().outcome() instanceof TurnOutcome.Finished(var value)
        && AnswerText.of(payloads.text(value)).strip().equals(text.strip());
  }

  /** Whether a turn was accepted under a key, whatever became of it. */
  boolean knows(String key) {
    return index.requested(key).isPresent();
  }

  /** The turn that was accepted under a key. */
  Optional<Integer> turnOf(String key) {
    return index.requested(key).map(TurnRow::turn);
  }

  /** The turn that has begun and not ended. */
  Optional<TurnRow> running() {
    return outline().open().stream().filter(TurnRow::runs).findFirst();
  }

  Optional<TurnView> view(TurnRow row) {
    return index.view(row);
  }

  String text(TurnView turn) {
    return payloads.text(turn.message());
  }

  /**
   * The newest turn, of the last few, in which somebody has answered a question with these words;
   * what came after the answer is told.
   */
  Optional<Placed> answeredWith(String words, String by) {
    var rows = index.below(accepted() + 1, PAGE);
    return rows.stream().mapToLong(row -> row.span().first()).min().stream()
        .boxed()
        .flatMap(first -> answers(first).reversed().stream())
        .filter(entry -> AskWords.isOf((AskAnswered) entry.event(), words, by, payloads))
        .findFirst()
        .map(
            entry ->
                Placed.behind(
                    entry.sequence(),
                    new TurnAccepted(session(), ((AskAnswered) entry.event()).turn()),
                    Optional.empty()));
  }

  private List<JournalEntry> answers(long first) {
    return index.reader().only(session(), first, outline().sequence(), Set.of(AskAnswered.class));
  }

  boolean isBusy() {
    return !outline().open().isEmpty();
  }

  /** The number of the last event before a turn; of the last one when there is no such turn. */
  long before(String key) {
    return index
        .requested(key)
        .map(row -> row.span().first() - 1)
        .orElseGet(() -> outline().sequence());
  }
}
