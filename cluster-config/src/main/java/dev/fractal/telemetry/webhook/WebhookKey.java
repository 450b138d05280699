package dev.fractal.telemetry.webhook;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key by which a receiver knows who tells it something, as the Standard Webhooks specification
 * has it: HMAC with SHA-256 over id, time and body. It is never shown.
 */
final class WebhookKey {
  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;

  private final SecretKeySpec key;

  private WebhookKey(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * Reads {@code whsec_} with the key in Base64 behind it.
   *
   * @throws IllegalArgumentException with what is wrong, never with the key
   */
  static WebhookKey of(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException(
          "it must be %s with a key of %d to %d bytes in Base64; make one with"
                  .formatted(PREFIX, SHORTEST, LONGEST)
              + " `echo whsec_$(openssl rand -base64 32)`");
    }
    byte[] key;
    try {
      key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("what is behind " + PREFIX + " is no Base64", e);
    }
    if (key.length < SHORTEST || key.length > LONGEST) {
      throw new IllegalArgumentException(
          "the key has %d bytes, not %d to %d".formatted(key.length, SHORTEST, LONGEST));
    }
    return new WebhookKey(key);
  }

  /** The value of the header {@code webhook-signature}. */
  String sign(String id, Instant sent, String body) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      var signed = id + "." + sent.getEpochSecond() + "." + body;
      return "v1,"
          + Base64.getEncoder()
              .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }
}
