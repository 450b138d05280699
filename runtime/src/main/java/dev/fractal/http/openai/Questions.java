package dev.fractal.http.openai;

import dev.fractal.http.openai.ChatThread.Said;
import dev.fractal.http.openai.Conversations.Reply;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.AskNote;
import dev.fractal.protocol.event.SessionEvent.AskOpened;
import dev.fractal.view.SessionReader;
import dev.fractal.view.TurnIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tells the questions of cells in a conversation from the answers of turns: a question and the
 * message that answers it belong to the turn in which it was asked. Only what a journal has counts,
 * word for word; what merely looks like a question is an answer of a model. Blocks.
 */
record Questions(SessionReader reader) {
  /**
   * A conversation without the questions that cells asked.
   *
   * @param reply what its last message answers; none when that asks for a turn
   */
  record Told(ChatThread conversation, Optional<Reply> reply) {}

  Told told(ChatThread conversation) {
    var turns = new ArrayList<Said>();
    var seen = new HashSet<AskId>();
    var asked = Optional.<String>empty();
    var open = Optional.<AskNote>empty();
    for (var said : conversation.past()) {
      var message = asked.orElse(said.asked());
      open = question(said.answered()).filter(ask -> seen.add(ask.ask()));
      asked = open.map(_ -> message);
      if (open.isEmpty()) {
        turns.add(new Said(message, said.answered(), said.place()));
      }
    }
    var message = conversation.message();
    return new Told(
        new ChatThread(conversation.system(), List.copyOf(turns), asked.orElse(message)),
        open.map(ask -> new Reply(ask, message)));
  }

  private Optional<AskNote> question(String message) {
    return AskText.name(message)
        .flatMap(this::opened)
        .filter(ask -> AskText.of(ask).strip().equals(message.strip()));
  }

  private Optional<AskNote> opened(AskId id) {
    return TurnIndex.of(id.session(), reader)
        .flatMap(index -> index.turn(id.turn()))
        .flatMap(
            row ->
                row.span()
                    .opened()
                    .flatMap(
                        first ->
                            reader
                                .only(
                                    id.session(), first, row.span().last(), Set.of(AskOpened.class))
                                .stream()
                                .map(entry -> (AskOpened) entry.event())
                                .filter(event -> isOf(event, id))
                                .map(event -> note(event, id))
                                .findFirst()));
  }

  private static boolean isOf(AskOpened event, AskId id) {
    return event.turn() == id.turn()
        && event.step() == id.step()
        && event.cell() == id.cell()
        && event.call() == id.call();
  }

  private static AskNote note(AskOpened event, AskId id) {
    var ask = event.ask();
    return new AskNote(
        id, ask.to(), ask.question(), ask.choices(), ask.schema().isPresent(), ask.approves());
  }
}
