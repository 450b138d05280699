package dev.fractal.persistence.payload;

import java.io.Reader;

/**
 * A stored text, read in parts with bounded memory; positions are UTF-16 units from 0. Methods
 * block and throw {@link PayloadUnavailable} when a part is missing or damaged.
 */
public interface PayloadText {
  /** Length in UTF-16 units. */
  long length();

  /** The units from {@code start} (inclusive) to {@code end} (exclusive), clamped to the text. */
  String slice(long start, long end);

  /** A reader over the whole text; the caller closes it. */
  Reader reader();
}
