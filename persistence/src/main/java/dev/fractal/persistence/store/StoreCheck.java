package dev.fractal.persistence.store;

import dev.fractal.persistence.catalog.Catalog;
import dev.fractal.persistence.journal.JournalEntry;
import dev.fractal.persistence.journal.JournalReader;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.persistence.payload.PayloadUnavailable;
import dev.fractal.protocol.Head;
import dev.fractal.protocol.PayloadId;
import dev.fractal.protocol.SessionId;
import dev.fractal.protocol.Sha256;
import dev.fractal.protocol.TextBytes;
import dev.fractal.protocol.event.SessionEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Verifies a store: journals without gaps, readable events, payloads that are there and whole,
 * heads that match their addresses, catalog rows that the journals bear out. It reads in bounded
 * steps and changes nothing. For one thread.
 */
public final class StoreCheck {
  private static final long PAGE = 500;
  private static final int SLICE = 256 * 1024;

  private final JournalReader journal;
  private final PayloadStore payloads;
  private final Catalog catalog;
  private final Map<PayloadId, PayloadState> seen = new HashMap<>();

  private sealed interface PayloadState {
    record Whole(long chars) implements PayloadState {}

    record Broken(String problem) implements PayloadState {}
  }

  public StoreCheck(JournalReader journal, PayloadStore payloads, Catalog catalog) {
    this.journal = journal;
    this.payloads = payloads;
    this.catalog = catalog;
  }

  public static StoreCheck of(Store store) {
    return new StoreCheck(store.journal(), store.payloads(), store.catalog());
  }

  /** Everything wrong in the store; empty when it is sound. */
  public List<StoreFinding> run() {
    var listed = catalog.list(Integer.MAX_VALUE).stream().map(row -> row.session());
    return Stream.concat(journal.sessions().stream(), listed)
        .distinct()
        .sorted((a, b) -> a.value().compareTo(b.value()))
        .flatMap(session -> run(session).stream())
        .toList();
  }

  /** Everything wrong with one session. */
  public List<StoreFinding> run(SessionId session) {
    var problems = new ArrayList<String>();
    long highest = journal.highest(session);
    for (var gap : journal.gaps(session)) {
      problems.add("the journal lacks events " + gap.from() + " to " + gap.to());
    }
    for (long from = 1; from <= highest; from += PAGE) {
      for (var entry : journal.read(session, from, from + PAGE - 1)) {
        check(session, entry).forEach(problems::add);
      }
    }
    catalogProblem(session, highest).ifPresent(problems::add);
    return problems.stream().map(problem -> new StoreFinding(session, problem)).toList();
  }

  private Stream<String> check(SessionId session, JournalEntry entry) {
    var own =
        switch (entry.event()) {
          case SessionEvent.Unreadable(var _, var problem, var _) -> Stream.of(problem);
          case SessionEvent.HeadPublished(var head, var _) when !matches(session, head) ->
              Stream.of("head " + head.id() + " does not match its address");
          default -> Stream.<String>empty();
        };
    var referred = PayloadReference.in(entry.event()).flatMap(this::payloadProblem);
    return Stream.concat(own, referred)
        .map(problem -> "event " + entry.sequence() + ": " + problem);
  }

  private static boolean matches(SessionId session, Head head) {
    return Head.of(
            session,
            head.kind(),
            head.basis(),
            head.turn(),
            head.fromEvent(),
            head.toEvent(),
            head.variables())
        .id()
        .equals(head.id());
  }

  private Stream<String> payloadProblem(PayloadReference reference) {
    return switch (seen.computeIfAbsent(reference.id(), this::examine)) {
      case PayloadState.Broken(var problem) -> Stream.of(problem);
      case PayloadState.Whole(var chars) ->
          chars == reference.chars()
              ? Stream.empty()
              : Stream.of(
                  "payload "
                      + reference.id()
                      + " has "
                      + chars
                      + " characters, not "
                      + reference.chars());
    };
  }

  private PayloadState examine(PayloadId id) {
    try {
      var text = payloads.open(id);
      var digest = Sha256.newDigest();
      long position = 0;
      while (position < text.length()) {
        var slice = text.slice(position, position + SLICE);
        var whole = withoutHalfPair(slice, position + slice.length() < text.length());
        digest.update(TextBytes.of(whole));
        position += whole.length();
      }
      return Sha256.address(digest.digest()).equals(id.value())
          ? new PayloadState.Whole(position)
          : new PayloadState.Broken("payload " + id + " does not match its address");
    } catch (PayloadUnavailable e) {
      return new PayloadState.Broken(String.valueOf(e.getMessage()));
    }
  }

  private static String withoutHalfPair(String slice, boolean more) {
    return more && Character.isHighSurrogate(slice.charAt(slice.length() - 1))
        ? slice.substring(0, slice.length() - 1)
        : slice;
  }

  private Optional<String> catalogProblem(SessionId session, long highest) {
    return catalog
        .find(session)
        .map(row -> row.sequence())
        .filter(sequence -> sequence > highest)
        .map(
            sequence ->
                "the catalog has seen event " + sequence + " but the journal ends at " + highest);
  }
}
