package io.tidegate.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a tenant and this server know, and sign with, as Standard Webhooks 1.0 says. It never shows
 * itself. Immutable.
 */
final class Secret {

  private static final String PREFIX = "whsec_";
  private static final String ALGORITHM = "HmacSHA256";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;

  private final SecretKeySpec key;

  private Secret(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  /**
   * The secret in {@code text}: {@code whsec_} and the base64 of 24 to 64 bytes.
   *
   * @throws IllegalArgumentException if it is none; the message does not repeat it
   */
  static Secret parse(String text) {
    byte[] key = text.startsWith(PREFIX) ? bytes(text.substring(PREFIX.length())) : new byte[0];
    if (key.length < SHORTEST || key.length > LONGEST) {
      throw new IllegalArgumentException(
          "must be 'whsec_' and the base64 of 24 to 64 random bytes; several are comma-separated");
    }
    return new Secret(key);
  }

  /** The signature of {@code content}, as {@code v1,} and base64. */
  String sign(String content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(UTF_8)));
    } catch (GeneralSecurityException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  @Override
  public String toString() {
    return "a secret";
  }

  private static byte[] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      // Its message could repeat a part of it.
      return new byte[0];
    }
  }
}
