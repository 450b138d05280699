package dev.fractal.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.fractal.persistence.catalog.OpenAsk;
import dev.fractal.persistence.payload.PayloadStore;
import dev.fractal.protocol.AskId;
import dev.fractal.protocol.Content;
import dev.fractal.protocol.event.Ask;
import dev.fractal.session.state.OpenQuestions;
import dev.fractal.session.state.SessionState;
import dev.fractal.view.document.AskDocument;
import java.time.Instant;
import java.util.Optional;

/** An open question as whoever answers it sees it. */
final class AskView {
  private AskView() {}

  /** The question of a session that is in this state. */
  static Optional<AskDocument> of(AskId id, SessionState state, PayloadStore payloads) {
    return OpenQuestions.of(state, id)
        .map(question -> of(id, question.ask(), question.since(), payloads));
  }

  private static AskDocument of(AskId id, Ask ask, Instant since, PayloadStore payloads) {
    return AskDocument.of(
        new OpenAsk(id, ask.to(), ask.question(), since, ask.due(), ask.approves()),
        ask.choices(),
        parsed(ask.schema(), payloads),
        parsed(ask.details(), payloads),
        parsed(ask.fallback(), payloads));
  }

  private static JsonNode parsed(Optional<Content> text, PayloadStore payloads) {
    return text.map(payloads::text).map(Json::parsed).orElse(NullNode.getInstance());
  }
}
