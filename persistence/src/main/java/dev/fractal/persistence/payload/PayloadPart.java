package dev.fractal.persistence.payload;

import java.util.zip.CRC32C;

/**
 * One stored part of a text.
 *
 * @param start position of its first character in the text
 * @param chars its length in UTF-16 units
 * @param checksum CRC-32C of the body as stored
 */
@SuppressWarnings("ArrayRecordComponent") // parts are never compared
record PayloadPart(
    int part, long start, int chars, PartEncoding encoding, long checksum, byte[] body) {
  /** Largest part in UTF-16 units: 256 Ki; its body is under 1 MiB in every encoding. */
  static final int MAX_CHARS = 256 * 1024;

  static PayloadPart of(int part, long start, CharSequence text) {
    var encoding = PartEncoding.fitting(text);
    var body = encoding.encode(text);
    return new PayloadPart(part, start, text.length(), encoding, checksum(body), body);
  }

  static long checksum(byte[] body) {
    var crc = new CRC32C();
    crc.update(body);
    return crc.getValue();
  }
}
