package dev.fractal.persistence.payload;

import dev.fractal.protocol.Content;
import dev.fractal.protocol.InputRef;
import dev.fractal.protocol.PayloadId;
import java.io.IOException;
import java.io.Reader;

/**
 * Content-addressed texts. All methods block and are safe for use by several threads; none may be
 * called on an actor thread.
 */
public interface PayloadStore {
  /**
   * Stores a text; storing it again has no effect.
   *
   * @return its address: the SHA-256 of its UTF-8 bytes
   */
  PayloadId put(String text);

  /**
   * Stores a text of any size in bounded memory, atomically: after an exception nothing of it is
   * left.
   */
  InputRef putFrom(Reader text) throws IOException;

  /**
   * The whole text.
   *
   * @throws PayloadUnavailable if it is missing or its bytes do not match its address
   */
  String get(PayloadId id);

  /**
   * Opens a text for reading in parts with bounded memory.
   *
   * @throws PayloadUnavailable if it is missing
   */
  PayloadText open(PayloadId id);

  /** The text of a content, wherever it lies. */
  default String text(Content content) {
    return switch (content) {
      case Content.Inline(var text) -> text;
      case Content.Stored(var id, var _) -> get(id);
    };
  }

  /** A content for a text: inline when small, else stored before this returns. */
  default Content keep(String text) {
    return text.length() <= Content.INLINE_LIMIT
        ? new Content.Inline(text)
        : new Content.Stored(put(text), text.length());
  }
}
