package dev.fractal.kernel;

import java.io.Reader;

/**
 * An immutable text behind an input handle; positions are UTF-16 units from 0. Methods may block on
 * the payload store and throw an unchecked exception when the text cannot be read.
 */
public interface InputText {
  /** Content address of the text, {@code sha256:…}: the same for the same text. */
  String address();

  long length();

  /** The units from {@code start} (inclusive) to {@code end} (exclusive), clamped to the text. */
  String slice(long start, long end);

  /** A reader over the whole text; the caller closes it. */
  Reader reader();
}
