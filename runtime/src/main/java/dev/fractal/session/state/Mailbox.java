package dev.fractal.session.state;

import dev.fractal.protocol.Growing;
import dev.fractal.protocol.Letter;
import dev.fractal.protocol.Letter.Mode;
import dev.fractal.protocol.Letter.Person;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the session was told and its model has not read.
 *
 * @param unread in the order in which it came
 * @param known fingerprints of the ids of the last messages, oldest first
 */
public record Mailbox(List<Told> unread, List<Long> known) {
  public static final Mailbox EMPTY = new Mailbox(List.of(), List.of());

  /** Messages that may be unread at once. */
  public static final int MOST = 200;

  /** UTF-16 units that may be unread at once. */
  public static final int MOST_CHARS = 100_000;

  private static final int REMEMBERED = 4_096;

  public Mailbox {
    unread = List.copyOf(unread);
    known = Growing.copyOf(known);
  }

  /**
   * A message that came.
   *
   * @param looked whether a cell has read it
   */
  public record Told(Letter letter, Instant at, boolean looked) {
    /** What another session says to the code is not said to the model too. */
    boolean isForModel() {
      return !looked || letter.from() instanceof Person;
    }
  }

  /** Whether a message of this id came before. */
  public boolean knows(String id) {
    return known.contains(Requests.fingerprint(id));
  }

  public boolean hasRoomFor(Letter letter) {
    int chars = unread.stream().mapToInt(told -> told.letter().text().length()).sum();
    return unread.size() < MOST && chars + letter.text().length() <= MOST_CHARS;
  }

  Mailbox with(Letter letter, Instant at) {
    var ids = Growing.<Long>copyOf(known).plus(Requests.fingerprint(letter.id()));
    var longer = Stream.concat(unread.stream(), Stream.of(new Told(letter, at, false))).toList();
    return new Mailbox(
        longer, ids.size() > REMEMBERED ? ids.subList(ids.size() - REMEMBERED, ids.size()) : ids);
  }

  /** What came since a cell looked last. */
  public Stream<Told> fresh() {
    return unread.stream().filter(told -> !told.looked());
  }

  Mailbox looked() {
    return new Mailbox(
        unread.stream().map(told -> new Told(told.letter(), told.at(), true)).toList(), known);
  }

  /** The model has read all of it. */
  Mailbox read() {
    return new Mailbox(List.of(), known);
  }

  /** The first of those that interrupt what runs now. */
  public Optional<Letter> interruption() {
    return unread.stream()
        .map(Told::letter)
        .filter(letter -> letter.mode() == Mode.INTERRUPT)
        .findFirst();
  }
}
