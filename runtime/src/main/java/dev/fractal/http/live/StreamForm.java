package dev.fractal.http.live;

import dev.fractal.view.Json;
import dev.fractal.view.document.GapDocument;
import org.apache.pekko.util.ByteString;

/** How a stream looks on the wire. */
public enum StreamForm {
  /** Server-sent events: durable ones have an id, {@code progress} and {@code gap} have none. */
  SERVER_SENT {
    @Override
    ByteString event(String id, ByteString json) {
      return ByteString.fromString("id: " + id + "\ndata: ").concat(json).concat(END);
    }

    @Override
    ByteString transientNews(ByteString json) {
      return PROGRESS.concat(json).concat(END);
    }

    @Override
    ByteString gap(long missed) {
      return GAP.concat(ByteString.fromString(Json.document(new GapDocument(missed)).toString()))
          .concat(END);
    }

    @Override
    ByteString alive() {
      return ByteString.fromString(": alive\n\n");
    }
  },
  /** One JSON document per line, durable events only; an empty line says that the stream lives. */
  LINES {
    @Override
    ByteString event(String id, ByteString json) {
      return json.concat(LINE_END);
    }

    @Override
    ByteString transientNews(ByteString json) {
      return ByteString.emptyByteString();
    }

    @Override
    ByteString gap(long missed) {
      return ByteString.emptyByteString();
    }

    @Override
    ByteString alive() {
      return LINE_END;
    }
  },
  /** Lines with the transient news among them. */
  ALL_LINES {
    @Override
    ByteString event(String id, ByteString json) {
      return json.concat(LINE_END);
    }

    @Override
    ByteString transientNews(ByteString json) {
      return json.concat(LINE_END);
    }

    @Override
    ByteString gap(long missed) {
      return ByteString.emptyByteString();
    }

    @Override
    ByteString alive() {
      return LINE_END;
    }
  };

  private static final ByteString PROGRESS = ByteString.fromString("event: progress\ndata: ");
  private static final ByteString GAP = ByteString.fromString("event: gap\ndata: ");
  private static final ByteString END = ByteString.fromString("\n\n");
  private static final ByteString LINE_END = ByteString.fromString("\n");

  abstract ByteString event(String id, ByteString json);

  abstract ByteString transientNews(ByteString json);

  abstract ByteString gap(long missed);

  abstract ByteString alive();
}
