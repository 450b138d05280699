package dev.fractal.protocol;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Content addresses of the form {@code sha256:} and 64 lower-case hex digits. */
public final class Sha256 {
  private static final Pattern FORM = Pattern.compile("sha256:[0-9a-f]{64}");

  /** UTF-16 units that become bytes at once: long texts have no second copy in memory. */
  private static final int PIECE = 1 << 16;

  private Sha256() {}

  /** The address of a text: the digest of its UTF-8 bytes, as {@link TextBytes} gives them. */
  public static String of(String text) {
    MessageDigest digest = newDigest();
    int from = 0;
    while (text.length() - from > PIECE) {
      int to = from + PIECE;
      if (Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      digest.update(TextBytes.of(text.substring(from, to)));
      from = to;
    }
    return address(digest.digest(TextBytes.of(text.substring(from))));
  }

  /** The address that belongs to a finished 32-byte digest. */
  public static String address(byte[] digest) {
    return "sha256:" + HexFormat.of().formatHex(digest);
  }

  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  static String checked(String what, String address) {
    if (!FORM.matcher(address).matches()) {
      throw new IllegalArgumentException(
          "'" + address + "' is not a " + what + "; it is 'sha256:' and 64 hex digits");
    }
    return address;
  }
}
