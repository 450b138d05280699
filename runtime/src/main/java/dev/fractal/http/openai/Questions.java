package dev.fractal.http.openai;

import dev.fractal.http.openai.ChatThread.Said;
import dev.fractal.protocol.AskNote;
import dev.fractal.view.SessionReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Tells the questions of cells in a conversation from the answers of turns: a question and the
 * message that answers it belong to the turn in which it was asked. Only what a journal has counts,
 * word for word; what merely looks like a question is an answer of a model. Blocks.
 */
record Questions(SessionReader reader) {
  /**
   * A conversation without the questions that cells asked.
   *
   * @param open the question that its last message answers; none when that asks for a turn
   * @param words its last message
   * @param answered the number of the event with the answer, when there is one already
   */
  record Told(
      ChatThread conversation, Optional<AskNote> open, String words, Optional<Long> answered) {}

  Told told(ChatThread conversation) {
    var names =
        conversation.past().stream().flatMap(said -> AskText.name(said.answered()).stream());
    var known = KnownAsks.of(names.toList(), reader);
    var turns = new ArrayList<Said>();
    var seen = new HashSet<>();
    var asked = Optional.<String>empty();
    var open = Optional.<AskNote>empty();
    for (var said : conversation.past()) {
      var message = asked.orElse(said.asked());
      open = question(said.answered(), known).filter(ask -> seen.add(ask.ask()));
      asked = open.map(_ -> message);
      if (open.isEmpty()) {
        turns.add(new Said(message, said.answered(), said.place()));
      }
    }
    var message = conversation.message();
    return new Told(
        new ChatThread(conversation.system(), List.copyOf(turns), asked.orElse(message)),
        open,
        message,
        open.map(AskNote::ask).flatMap(known::answered));
  }

  private static Optional<AskNote> question(String message, KnownAsks known) {
    return AskText.name(message)
        .flatMap(known::note)
        .filter(ask -> AskText.of(ask).strip().equals(message.strip()));
  }
}
