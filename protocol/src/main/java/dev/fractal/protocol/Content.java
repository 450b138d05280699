package dev.fractal.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * A text as an event holds it: inline when small, else by reference to a stored payload. A payload
 * is stored before the event that references it.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "in")
@JsonSubTypes({@JsonSubTypes.Type(Content.Inline.class), @JsonSubTypes.Type(Content.Stored.class)})
public sealed interface Content {
  /** Texts of more UTF-16 units than this are stored as payloads: 4 Ki. */
  int INLINE_LIMIT = 4 * 1024;

  /** Length in UTF-16 units, as JavaScript counts. */
  long length();

  /** The content address of the text, wherever it lies. */
  String digest();

  static Content inline(String text) {
    return new Inline(text);
  }

  /** A text that lies in the event itself. */
  @JsonTypeName("event")
  record Inline(String text) implements Content {
    @Override
    public long length() {
      return text.length();
    }

    @Override
    public String digest() {
      return Sha256.of(text);
    }
  }

  /** A text in the payload store. */
  @JsonTypeName("payload")
  record Stored(PayloadId id, long length) implements Content {
    @Override
    public String digest() {
      return id.value();
    }
  }
}
